// Owns: the calls that the lines `vectors` and `vectors-indexed` have in common.
// Must not know: where the embeddings are, what the calls answer.

import { createSession, saveMemory } from '../../src/lines/chat/index.ts'
import type * as vectors from '../../src/lines/vectors/index.ts'
import type { Metric } from '../../src/vector/distance.ts'
import type { Subject } from './same-answers.ts'

export interface Rows {
  readonly session: number
  readonly memory: number
}

/** `metric`: of a space that is new. */
export function vectorSubject(functions: typeof vectors, metric: Metric): Omit<Subject<typeof vectors, Rows>, 'functions'> {
  return {
    async prepare(on) {
      const session = await createSession(on, { title: 't' })
      const memory = (await saveMemory(on, { content: 'm', session_id: session })) ?? 0
      await functions.ensureEmbeddingSpace(on, { id: 'space', model: 'm', dimensions: 2, metric: 'l2' })
      await functions.saveMemoryEmbedding(on, { memory_id: memory, space_id: 'space', embedding: [1, 0] })
      return { session, memory }
    },
    calls: ({ session, memory }) => ({
      ensureEmbeddingSpace: [{ id: 'new', model: 'm', dimensions: 2, metric }],
      getEmbeddingSpace: ['space'],
      listEmbeddingSpaces: [],
      deleteEmbeddingSpace: ['space'],
      saveMemoryEmbedding: [{ memory_id: memory, space_id: 'space', embedding: [0, 1], content_hash: 'h' }],
      getMemoryEmbedding: ['space', memory],
      deleteMemoryEmbedding: ['space', memory],
      nearestMemories: ['space', [1, 1], { limit: 5, session_id: session, active_only: true }],
    }),
    looks: ({ memory }) => ({ saveMemoryEmbedding: (on) => functions.getMemoryEmbedding(on, 'space', memory) }),
    numbered: [],
  }
}
