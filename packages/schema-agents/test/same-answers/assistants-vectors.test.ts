// Owns: the calls of the line `assistants-vectors`.
// Must not know: what they answer.

import { assistants, assistantsVectors } from '../../src/index.ts'
import { createAgent, createMemory, createSession, createUser } from '../../src/lines/assistants/index.ts'
import * as functions from '../../src/lines/assistants-vectors/index.ts'
import { sameAnswers } from './same-answers.ts'

interface Rows {
  readonly agent: number
}

sameAnswers<typeof functions, Rows>('assistants-vectors', {
  lines: [assistants, assistantsVectors],
  functions,
  async prepare(on) {
    await createUser(on, { id: 'user' })
    const { id: agent } = await createAgent(on, { name: 'agent', type: 't', model: 'm' })
    await createSession(on, { id: 'session', user_id: 'user', agent_id: agent })
    await createMemory(on, { id: 'memory', name: 'n', content: 'm', user_id: 'user', agent_id: agent, session_id: 'session' })
    await createMemory(on, { id: 'of nobody', name: 'n' })
    await functions.ensureEmbeddingSpace(on, { id: 'space', model: 'm', dimensions: 2, metric: 'l2' })
    await functions.saveMemoryEmbedding(on, { memory_id: 'memory', space_id: 'space', embedding: [1, 0] })
    await functions.saveMemoryEmbedding(on, { memory_id: 'of nobody', space_id: 'space', embedding: [0, 1] })
    return { agent }
  },
  calls: ({ agent }) => ({
    ensureEmbeddingSpace: [{ id: 'new', model: 'm', dimensions: 2, metric: 'cosine' }],
    getEmbeddingSpace: ['space'],
    listEmbeddingSpaces: [],
    deleteEmbeddingSpace: ['space'],
    saveMemoryEmbedding: [{ memory_id: 'memory', space_id: 'space', embedding: [0, 1], content_hash: 'h' }],
    getMemoryEmbedding: ['space', 'memory'],
    deleteMemoryEmbedding: ['space', 'memory'],
    nearestMemories: ['space', [1, 1], { limit: 5, agent_id: agent, user_id: 'user', session_id: 'session' }],
  }),
  looks: () => ({ saveMemoryEmbedding: (on) => functions.getMemoryEmbedding(on, 'space', 'memory') }),
  numbered: [],
})
