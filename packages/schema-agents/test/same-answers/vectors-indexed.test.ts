// Owns: the calls of the line `vectors-indexed`.
// Must not know: what they answer.

import { createSession, saveMemory } from '../../src/lines/chat/index.ts'
import * as functions from '../../src/lines/vectors-indexed/index.ts'
import { onEnginesWithVectors } from '../vectors-indexed/engines-with-vectors.ts'
import { answersOn } from './same-answers.ts'

interface Rows {
  readonly session: number
  readonly memory: number
}

onEnginesWithVectors({ dimensions: 2, metric: 'l2' }, (database) => {
  answersOn<typeof functions, Rows>(database, 'vectors-indexed', {
    functions,
    async prepare(on) {
      const session = await createSession(on, { title: 't' })
      const memory = (await saveMemory(on, { content: 'm', session_id: session })) ?? 0
      await functions.ensureEmbeddingSpace(on, { id: 'space', model: 'm', dimensions: 2, metric: 'l2' })
      await functions.saveMemoryEmbedding(on, { memory_id: memory, space_id: 'space', embedding: [1, 0] })
      return { session, memory }
    },
    calls: ({ session, memory }) => ({
      ensureEmbeddingSpace: [{ id: 'new', model: 'm', dimensions: 2, metric: 'l2' }],
      getEmbeddingSpace: ['space'],
      listEmbeddingSpaces: [],
      deleteEmbeddingSpace: ['space'],
      saveMemoryEmbedding: [{ memory_id: memory, space_id: 'space', embedding: [0, 1], content_hash: 'h' }],
      getMemoryEmbedding: ['space', memory],
      deleteMemoryEmbedding: ['space', memory],
      nearestMemories: ['space', [1, 1], { limit: 5, session_id: session, active_only: true, search: 'indexed' }],
    }),
    looks: ({ memory }) => ({ saveMemoryEmbedding: (on) => functions.getMemoryEmbedding(on, 'space', memory) }),
    numbered: [],
  })
})
