// Owns: embeddings of memories, and which are nearest, the same on every engine.
// Must not know: models.

import { Migrator } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { chat, type Handle, vectors } from '../../src/index.ts'
import { createSession, deleteMemory, saveMemory, toggleMemoryStatus } from '../../src/lines/chat/index.ts'
import {
  deleteEmbeddingSpace,
  deleteMemoryEmbedding,
  ensureEmbeddingSpace,
  getEmbeddingSpace,
  getMemoryEmbedding,
  listEmbeddingSpaces,
  nearestMemories,
  saveMemoryEmbedding,
} from '../../src/lines/vectors/index.ts'
import { distance } from '../../src/vector/distance.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const VECTORS = [
  [1, 0, 0],
  [0.6, 0.8, 0],
  [-1, 0, 0],
  [0, 0, 2],
  [10, 0.1, 0],
  [0, 0, 0],
]

async function remember(on: Handle, content: string, session_id: number | null = null): Promise<number> {
  return (await saveMemory(on, { content, session_id })) ?? 0
}

onEveryEngine(chat, (database) => {
  beforeAll(async () => {
    const results = await new Migrator(database.driver(), vectors).migrate()
    if (results.some(({ success }) => !success)) throw new Error(results.at(-1)?.error)
  })

  test.each([
    ['cosine', [0, 4, 1, 5, 3, 2]],
    ['dot', [4, 0, 1, 5, 3, 2]],
    ['l2', [0, 1, 5, 2, 3, 4]],
  ] as const)('the nearest by %s are the same, in the same order', async (metric, order) => {
    const on = database.handle()
    await ensureEmbeddingSpace(on, { id: `order ${metric}`, model: 'm', dimensions: 3, metric })
    const ids: number[] = []
    for (const [n, embedding] of VECTORS.entries()) {
      const id = await remember(on, `${metric} ${n}`)
      expect(await saveMemoryEmbedding(on, { memory_id: id, space_id: `order ${metric}`, embedding })).toBe(true)
      ids.push(id)
    }
    const found = await nearestMemories(on, `order ${metric}`, [1, 0, 0])
    // Of the same distance, the newest comes first.
    const measured = order.map((n) => ({ n, far: distance[metric]([1, 0, 0], Float32Array.from(VECTORS[n] ?? [])) }))
    const wanted = measured.toSorted((a, b) => a.far - b.far || b.n - a.n)
    expect(wanted.map(({ far }) => far)).toEqual(measured.map(({ far }) => far))
    expect(found.map(({ id }) => id)).toEqual(wanted.map(({ n }) => ids[n]))
    expect(found.map((each) => each.distance)).toEqual(wanted.map(({ far }) => far))
    expect(found[0]).toMatchObject({ content: `${metric} ${wanted[0]?.n ?? ''}`, is_active: true })
    expect((await nearestMemories(on, `order ${metric}`, [1, 0, 0], { limit: 2 })).map(({ id }) => id)).toEqual(
      wanted.slice(0, 2).map(({ n }) => ids[n]),
    )
    expect(await nearestMemories(on, `order ${metric}`, [1, 0, 0], { limit: 0 })).toEqual([])
    await expect(nearestMemories(on, `order ${metric}`, [1, 0, 0], { limit: -1 })).rejects.toThrow(TypeError)
  })

  test('every byte of a vector comes back, and one in its place takes over', async () => {
    const on = database.handle()
    await ensureEmbeddingSpace(on, { id: 'bytes', model: 'm', dimensions: 7, metric: 'l2' })
    const memory_id = await remember(on, 'bytes')
    const given = [0, -0, 0.1, 3.4e38, 1e-45, -1.5, 16_777_217]
    await saveMemoryEmbedding(on, { memory_id, space_id: 'bytes', embedding: given, content_hash: 'h' })
    expect(await getMemoryEmbedding(on, 'bytes', memory_id)).toEqual({
      memory_id,
      space_id: 'bytes',
      embedding: Float32Array.from(given),
      content_hash: 'h',
    })
    const { rows } = await on.run(`SELECT embedding FROM memory_embeddings WHERE memory_id = ${memory_id}`)
    expect((rows[0]?.['embedding'] as Uint8Array | undefined)?.slice(20, 24)).toEqual(Uint8Array.of(0, 0, 0xc0, 0xbf))
    await saveMemoryEmbedding(on, { memory_id, space_id: 'bytes', embedding: new Float32Array(7) })
    expect(await getMemoryEmbedding(on, 'bytes', memory_id)).toMatchObject({ embedding: new Float32Array(7), content_hash: null })
    expect(await deleteMemoryEmbedding(on, 'bytes', memory_id)).toBe(true)
    expect(await deleteMemoryEmbedding(on, 'bytes', memory_id)).toBe(false)
    expect(await getMemoryEmbedding(on, 'bytes', memory_id)).toBeNull()
  })

  test('other dimensions, what is no number and what is not there', async () => {
    const on = database.handle()
    await ensureEmbeddingSpace(on, { id: 'two', model: 'm', dimensions: 2, metric: 'dot' })
    const memory_id = await remember(on, 'x')
    await expect(saveMemoryEmbedding(on, { memory_id, space_id: 'two', embedding: [1, 2, 3] })).rejects.toMatchObject({ rule: 'conflict' })
    await expect(nearestMemories(on, 'two', [1])).rejects.toMatchObject({ rule: 'conflict' })
    for (const embedding of [
      [1, Number.NaN],
      [1, Infinity],
      [1e39, 1],
      [1, '2'],
    ] as number[][]) {
      await expect(saveMemoryEmbedding(on, { memory_id, space_id: 'two', embedding })).rejects.toThrow(TypeError)
    }
    expect(await getMemoryEmbedding(on, 'two', memory_id)).toBeNull()
    expect(await saveMemoryEmbedding(on, { memory_id: 0, space_id: 'two', embedding: [1, 2] })).toBe(false)
    expect(await saveMemoryEmbedding(on, { memory_id, space_id: 'none', embedding: [1, 2] })).toBe(false)
    expect(await nearestMemories(on, 'none', [1, 2])).toEqual([])
  })

  test('a space is one model’s: two of one id are refused, and ten who make one at once make one', async () => {
    const space = { id: 'one', model: 'm', dimensions: 2, metric: 'cosine' } as const
    const ons = await Promise.all(Array.from({ length: 10 }, database.another))
    expect(await Promise.all(ons.map((on) => ensureEmbeddingSpace(on, space)))).toEqual(Array.from({ length: 10 }, () => space))
    const on = database.handle()
    for (const other of [{ model: 'n' }, { dimensions: 3 }, { metric: 'dot' as const }]) {
      await expect(ensureEmbeddingSpace(on, { ...space, ...other })).rejects.toMatchObject({ rule: 'conflict' })
    }
    await expect(ensureEmbeddingSpace(on, { ...space, id: 'new', metric: 'far' as never })).rejects.toMatchObject({ rule: 'word' })
    await expect(ensureEmbeddingSpace(on, { ...space, id: 'new', dimensions: 0 })).rejects.toThrow(TypeError)
    expect(await getEmbeddingSpace(on, 'new')).toBeNull()
    const ids = (await listEmbeddingSpaces(on)).map(({ id }) => id)
    expect(ids).toContain('one')
    expect(await deleteEmbeddingSpace(on, 'one')).toBe(true)
    expect(await deleteEmbeddingSpace(on, 'one')).toBe(false)
  })

  test('of a session, of active ones, beyond one page; a memory and a space take their embeddings along', async () => {
    const on = database.handle()
    await ensureEmbeddingSpace(on, { id: 'scope', model: 'm', dimensions: 1, metric: 'l2' })
    const session_id = await createSession(on)
    const ids = await on.transaction(async (inside) => {
      const made: number[] = []
      for (let n = 0; n < 1_100; n++) {
        const memory_id = await remember(inside, `n${n}`, n % 2 === 0 ? session_id : null)
        await saveMemoryEmbedding(inside, { memory_id, space_id: 'scope', embedding: [1_100 - n] })
        made.push(memory_id)
      }
      return made
    })
    const [last = 0, beforeLast = 0, third = 0] = ids.toReversed()
    const near = async (find: Parameters<typeof nearestMemories>[3]) => (await nearestMemories(on, 'scope', [0], find)).map(({ id }) => id)
    expect(await near({ limit: 2 })).toEqual([last, beforeLast])
    expect(await near({ limit: 1, session_id })).toEqual([beforeLast])
    await toggleMemoryStatus(on, last)
    expect(await near({ limit: 1, active_only: true })).toEqual([beforeLast])
    await deleteMemory(on, beforeLast)
    expect(await near({ limit: 1, active_only: true })).toEqual([third])
    expect(await near({ limit: 1, active_only: true, session_id })).toEqual([ids[1_096]])
    expect(await getMemoryEmbedding(on, 'scope', beforeLast)).toBeNull()
    await deleteEmbeddingSpace(on, 'scope')
    expect(await getMemoryEmbedding(on, 'scope', last)).toBeNull()
  }, 60_000)

  test('down and up again', async () => {
    const migrator = new Migrator(database.driver(), vectors)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    await expect(listEmbeddingSpaces(database.handle())).rejects.toMatchObject({ reason: 'missing-object' })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await listEmbeddingSpaces(database.handle())).toEqual([])
  })
})
