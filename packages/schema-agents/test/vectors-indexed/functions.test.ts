// Owns: that the functions of `vectors-indexed` are those of `vectors`, answer by answer, also at the edges.
// Must not know: how many an index finds.

import { expect, test } from 'vitest'
import { saveMemory } from '../../src/lines/chat/index.ts'
import * as plain from '../../src/lines/vectors/index.ts'
import * as indexed from '../../src/lines/vectors-indexed/index.ts'
import { onEnginesWithVectors } from './engines-with-vectors.ts'

test('have the same names', () => {
  expect(Object.keys(indexed).toSorted()).toEqual(Object.keys(plain).toSorted())
})

const VECTORS = [
  [1, 0, 0],
  [0.6, 0.8, 0],
  [-1, 0, 0],
  [0, 0, 2],
  [10, 0.1, 0],
  [0, 0, 0],
  [1, 0, 0],
]

for (const metric of ['cosine', 'l2'] as const) {
  onEnginesWithVectors({ dimensions: 3, metric }, (database) => {
    test(`by ${metric}, of few, some without a direction and some equal, both find the same ones in the same order`, async () => {
      const on = database.handle()
      for (const { ensureEmbeddingSpace } of [plain, indexed])
        await ensureEmbeddingSpace(on, { id: 'order', model: 'm', dimensions: 3, metric })
      for (const embedding of VECTORS) {
        const memory_id = (await saveMemory(on, { content: 'c' })) ?? 0
        for (const { saveMemoryEmbedding } of [plain, indexed]) await saveMemoryEmbedding(on, { memory_id, space_id: 'order', embedding })
      }
      for (const vector of [...VECTORS, [0.1, 0.2, 0.3]]) {
        for (const find of [{}, { limit: 7 }, { limit: 0 }, { limit: 8, active_only: true }, { session_id: 1 }]) {
          const answer = await plain.nearestMemories(on, 'order', vector, find)
          expect(await indexed.nearestMemories(on, 'order', vector, find)).toEqual(answer)
          expect(await indexed.nearestMemories(on, 'order', vector, { ...find, search: 'exact' })).toEqual(answer)
        }
      }
      await expect(indexed.nearestMemories(on, 'order', [1, 0, 0], { limit: -1 })).rejects.toThrow(TypeError)
    })
  })
}

onEnginesWithVectors({ dimensions: 7, metric: 'l2' }, (database) => {
  const space = { id: 's', model: 'm', dimensions: 7, metric: 'l2' } as const

  test('every bit of a vector comes back, and one in its place takes over', async () => {
    const on = database.handle()
    await indexed.ensureEmbeddingSpace(on, space)
    const memory_id = (await saveMemory(on, { content: 'bits' })) ?? 0
    const key = { memory_id, space_id: 's' }
    const given = [0, -0, 0.1, 1e18, 1e-45, -1.5, 16_777_217]
    await indexed.saveMemoryEmbedding(on, { ...key, embedding: given, content_hash: 'h' })
    const there = { ...key, embedding: Float32Array.from(given), content_hash: 'h' }
    expect(await indexed.getMemoryEmbedding(on, 's', memory_id)).toEqual(there)
    await indexed.saveMemoryEmbedding(on, { ...key, embedding: new Float32Array(7) })
    const after = { ...key, embedding: new Float32Array(7), content_hash: null }
    expect(await indexed.getMemoryEmbedding(on, 's', memory_id)).toEqual(after)
    expect(await indexed.deleteMemoryEmbedding(on, 's', memory_id)).toBe(true)
    expect(await indexed.deleteMemoryEmbedding(on, 's', memory_id)).toBe(false)
    expect(await indexed.getMemoryEmbedding(on, 's', memory_id)).toBeNull()
  })

  test('other dimensions, what is no number and what is not there', async () => {
    const on = database.handle()
    await indexed.ensureEmbeddingSpace(on, space)
    const memory_id = (await saveMemory(on, { content: 'x' })) ?? 0
    const seven = [1, 2, 3, 4, 5, 6, 7]
    const save = (embedding: readonly number[]): Promise<boolean> =>
      indexed.saveMemoryEmbedding(on, { memory_id, space_id: 's', embedding })
    await expect(save([1, 2, 3])).rejects.toMatchObject({ rule: 'conflict' })
    await expect(indexed.nearestMemories(on, 's', [1])).rejects.toMatchObject({ rule: 'conflict' })
    for (const wrong of [Number.NaN, Infinity, 1e39, '2' as never]) await expect(save(seven.with(3, wrong))).rejects.toThrow(TypeError)
    expect(await indexed.getMemoryEmbedding(on, 's', memory_id)).toBeNull()
    expect(await indexed.saveMemoryEmbedding(on, { memory_id: 0, space_id: 's', embedding: seven })).toBe(false)
    expect(await indexed.saveMemoryEmbedding(on, { memory_id, space_id: 'none', embedding: seven })).toBe(false)
    expect(await indexed.nearestMemories(on, 'none', seven)).toEqual([])
  })

  test('a space is one model’s and of the line’s dimensions and metric, and ten who make one at once make one', async () => {
    const one = { ...space, id: 'one' }
    const ons = await Promise.all(Array.from({ length: 10 }, database.another))
    expect(await Promise.all(ons.map((on) => indexed.ensureEmbeddingSpace(on, one)))).toEqual(Array.from({ length: 10 }, () => one))
    const on = database.handle()
    await expect(indexed.ensureEmbeddingSpace(on, { ...one, model: 'n' })).rejects.toMatchObject({ rule: 'conflict' })
    for (const other of [{ dimensions: 3 }, { metric: 'cosine' }, { metric: 'dot' }] as const) {
      const refused = indexed.ensureEmbeddingSpace(on, { ...space, id: 'new', ...other })
      await expect(refused).rejects.toMatchObject({
        rule: 'conflict',
        message: expect.stringContaining('here for 7 dimensions and the metric l2'),
      })
    }
    await expect(indexed.ensureEmbeddingSpace(on, { ...one, metric: 'far' as never })).rejects.toMatchObject({ rule: 'word' })
    await expect(indexed.ensureEmbeddingSpace(on, { ...one, id: 'new', dimensions: 0 })).rejects.toThrow(TypeError)
    expect(await indexed.getEmbeddingSpace(on, 'new')).toBeNull()
    expect((await indexed.listEmbeddingSpaces(on)).map(({ id }) => id)).toContain('one')
    expect(await indexed.deleteEmbeddingSpace(on, 'one')).toBe(true)
    expect(await indexed.deleteEmbeddingSpace(on, 'one')).toBe(false)
  })
})
