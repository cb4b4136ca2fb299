// Owns: embeddings of memories of the line `assistants`, and which are nearest, the same on every engine.
// Must not know: how far apart vectors are: that is tested once, with the line `vectors`.

import { Migrator } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { assistants, assistantsVectors, type Handle } from '../../src/index.ts'
import { createAgent, createMemory, createSession, createUser, deleteMemory, deleteUser } from '../../src/lines/assistants/index.ts'
import {
  deleteEmbeddingSpace,
  deleteMemoryEmbedding,
  ensureEmbeddingSpace,
  type FindNear,
  getMemoryEmbedding,
  listEmbeddingSpaces,
  nearestMemories,
  saveMemoryEmbedding,
} from '../../src/lines/assistants-vectors/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

/** On a line: how far from nothing is the number itself. */
async function space(on: Handle, id: string): Promise<void> {
  await ensureEmbeddingSpace(on, { id, model: 'm', dimensions: 1, metric: 'l2' })
}

async function near(on: Handle, space_id: string, find: FindNear = {}): Promise<readonly (readonly [string, number])[]> {
  return (await nearestMemories(on, space_id, [0], find)).map(({ name, distance }) => [name, distance])
}

onEveryEngine(assistants, (database) => {
  beforeAll(async () => {
    const results = await new Migrator(database.driver(), assistantsVectors).migrate()
    if (results.some(({ success }) => !success)) throw new Error(results.at(-1)?.error)
  })

  test('the nearest come first, of the same distance the newest, whatever their ids are', async () => {
    const on = database.handle()
    await space(on, 'order')
    // Ids in an order that has nothing to do with that of the rows, the empty one and some that engines compare differently among them.
    for (const [id, place] of [
      ['z', 2],
      ['a', 1],
      ['', 1],
      ['Ä', 1],
      ['B', 3],
      ['b', 1],
    ] as const) {
      await createMemory(on, { id, name: `order ${id}` })
      expect(await saveMemoryEmbedding(on, { memory_id: id, space_id: 'order', embedding: [place] })).toBe(true)
    }
    const wanted = [
      ['order b', 1],
      ['order Ä', 1],
      ['order ', 1],
      ['order a', 1],
      ['order z', 2],
      ['order B', 3],
    ]
    expect(await near(on, 'order')).toEqual(wanted)
    expect(await near(on, 'order', { limit: 2 })).toEqual(wanted.slice(0, 2))
    expect(await near(on, 'order', { limit: 0 })).toEqual([])
    await expect(near(on, 'order', { limit: -1 })).rejects.toThrow(TypeError)
    expect(await near(on, 'no such space')).toEqual([])
    await expect(nearestMemories(on, 'order', [1, 2])).rejects.toMatchObject({ rule: 'conflict' })
  })

  test('of an agent, a user, a session, of those that have none, and beyond one page', async () => {
    const on = database.handle()
    await space(on, 'scope')
    const { id: user_id } = await createUser(on, {})
    const { id: agent_id } = await createAgent(on, { name: 'scope', type: 't', model: 'm' })
    const { id: session_id } = await createSession(on, {})
    const owners = [{ user_id }, { agent_id }, { session_id }, {}]
    await on.transaction(async (inside) => {
      for (let n = 0; n < 1_100; n++) {
        const { id } = await createMemory(inside, { name: `scope ${n}`, ...owners[n % 4] })
        await saveMemoryEmbedding(inside, { memory_id: id, space_id: 'scope', embedding: [1_100 - n] })
      }
    })
    expect(await near(on, 'scope', { limit: 2 })).toEqual([
      ['scope 1099', 1],
      ['scope 1098', 2],
    ])
    expect(await near(on, 'scope', { limit: 1, user_id })).toEqual([['scope 1096', 4]])
    expect(await near(on, 'scope', { limit: 1, agent_id })).toEqual([['scope 1097', 3]])
    expect(await near(on, 'scope', { limit: 1, session_id })).toEqual([['scope 1098', 2]])
    expect(await near(on, 'scope', { limit: 1, user_id: null, session_id: null })).toEqual([['scope 1099', 1]])
    expect(await near(on, 'scope', { user_id, session_id })).toEqual([])
    expect(await near(on, 'scope', { user_id: 'nobody' })).toEqual([])
  }, 60_000)

  test('an embedding goes with its memory, its space and whatever the memory goes with', async () => {
    const on = database.handle()
    await space(on, 'gone')
    const { id: user_id } = await createUser(on, {})
    const ids: string[] = []
    for (const owner of [{}, { user_id }, {}, {}]) {
      const { id } = await createMemory(on, { name: `gone ${ids.length}`, ...owner })
      await saveMemoryEmbedding(on, { memory_id: id, space_id: 'gone', embedding: [ids.length], content_hash: 'h' })
      ids.push(id)
    }
    const [first = '', second = '', third = '', fourth = ''] = ids
    expect(await getMemoryEmbedding(on, 'gone', third)).toEqual({
      memory_id: third,
      space_id: 'gone',
      embedding: Float32Array.of(2),
      content_hash: 'h',
    })
    await saveMemoryEmbedding(on, { memory_id: third, space_id: 'gone', embedding: [7] })
    expect(await getMemoryEmbedding(on, 'gone', third)).toMatchObject({ embedding: Float32Array.of(7), content_hash: null })
    await deleteMemory(on, first)
    await deleteUser(on, user_id)
    expect(await deleteMemoryEmbedding(on, 'gone', third)).toBe(true)
    expect(await deleteMemoryEmbedding(on, 'gone', third)).toBe(false)
    expect(await Promise.all([first, second, third].map((id) => getMemoryEmbedding(on, 'gone', id)))).toEqual([null, null, null])
    expect(await near(on, 'gone')).toEqual([['gone 3', 3]])
    expect(await saveMemoryEmbedding(on, { memory_id: first, space_id: 'gone', embedding: [1] })).toBe(false)
    expect(await deleteEmbeddingSpace(on, 'gone')).toBe(true)
    expect(await getMemoryEmbedding(on, 'gone', fourth)).toBeNull()
    expect(await saveMemoryEmbedding(on, { memory_id: fourth, space_id: 'gone', embedding: [1] })).toBe(false)
  })

  test('down and up again', async () => {
    const migrator = new Migrator(database.driver(), assistantsVectors)
    expect(await new Migrator(database.driver(), assistants).down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked' })
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    await expect(listEmbeddingSpaces(database.handle())).rejects.toMatchObject({ reason: 'missing-object' })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await listEmbeddingSpaces(database.handle())).toEqual([])
  })
})
