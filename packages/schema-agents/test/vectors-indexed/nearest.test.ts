// Owns: what the engine's index finds, held against what `vectors` finds in the same memories.
// Must not know: migrations.

import { beforeAll, expect, test } from 'vitest'
import type { Handle } from '../../src/index.ts'
import { createSession, deleteMemory, saveMemory, toggleMemoryStatus } from '../../src/lines/chat/index.ts'
import * as plain from '../../src/lines/vectors/index.ts'
import * as indexed from '../../src/lines/vectors-indexed/index.ts'
import { vectorColumn } from '../../src/lines/vectors-indexed/vector-column.ts'
import { floats } from '../../src/vector/floats.ts'
import type { Sent } from '../plan-of.ts'
import { onEnginesWithVectors, type WithVectors } from './engines-with-vectors.ts'

const DIMENSIONS = 16
// Of the memories that are made in bulk: beyond those that the database numbers.
const FIRST = 1_000_001

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648 - 0.5
  }
}

const vectorFrom = (next: () => number): readonly number[] => Array.from({ length: DIMENSIONS }, next)

async function remember(on: Handle, space_id: string, embedding: readonly number[], session_id: number | null = null): Promise<number> {
  const memory_id = (await saveMemory(on, { content: 'c', session_id })) ?? 0
  for (const { saveMemoryEmbedding } of [plain, indexed])
    expect(await saveMemoryEmbedding(on, { memory_id, space_id, embedding })).toBe(true)
  return memory_id
}

async function ensure(on: Handle, id: string, metric: 'cosine' | 'l2'): Promise<void> {
  for (const { ensureEmbeddingSpace } of [plain, indexed])
    await ensureEmbeddingSpace(on, { id, model: 'm', dimensions: DIMENSIONS, metric })
}

/** Many at once, as no program does it: one by one takes minutes. */
async function fill(on: Handle, many: number, session_id: number): Promise<void> {
  const next = numbers(1)
  const { dialect } = on.place
  const mark = (n: number): string => (dialect === 'postgres' ? `$${n}` : '?')
  for (let from = 0; from < many; from += 100) {
    const rows = Array.from({ length: 100 }, (_, n) => ({ id: FIRST + from + n, vector: vectorFrom(next) }))
    const each = (write: (id: number, n: number) => string): string => rows.map(({ id }, n) => `(${write(id, n + 1)})`).join(', ')
    const into = (table: string): string => `INSERT INTO bot_${table} (space_id, memory_id, embedding) VALUES`
    await on.run(
      `INSERT INTO bot_memories (id, content, session_id) VALUES ${each((id, n) => `${id}, 'c', ${n === 1 ? session_id : 'NULL'}`)}`,
    )
    await on.run(
      `${into('memory_embeddings')} ${each((id, n) => `'large', ${id}, ${mark(n)}`)}`,
      rows.map(({ vector }) => floats.encode(vector, '')),
    )
    await on.run(
      `${into('memory_vectors')} ${each((id, n) => `'large', ${id}, ${vectorColumn.into(mark(n), dialect)}`)}`,
      rows.map(({ vector }) => vectorColumn.encode(vector, '')),
    )
  }
}

/** What `work` asks of the embeddings, also in transactions. */
async function askedBy(on: Handle, work: (on: Handle) => Promise<unknown>): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  const recorded = (inner: Handle): Handle => ({
    place: inner.place,
    run(text, params = []) {
      sent.push({ text, params })
      return inner.run(text, params)
    },
    transaction: (inside) => inner.transaction((each) => inside(recorded(each))),
  })
  await work(recorded(on))
  return sent.filter(({ text }) => text.includes('memory_vectors'))
}

async function planOf({ engine }: WithVectors, on: Handle, { text, params }: Sent): Promise<string> {
  const { rows } = await on.run(`${engine === 'libsql' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${text}`, params)
  return rows.map((row) => String(row[engine === 'libsql' ? 'detail' : 'QUERY PLAN'])).join('\n')
}

for (const [metric, many] of [
  ['cosine', 3_000],
  ['l2', 3_000],
] as const) {
  onEnginesWithVectors({ dimensions: DIMENSIONS, metric, prefix: 'bot_' }, (database) => {
    const on = (): Handle => database.handle()
    let session_id = 0

    beforeAll(async () => {
      await ensure(on(), 'large', metric)
      session_id = await createSession(on())
      await on().transaction((inside) => fill(inside, many, session_id))
      if (database.engine === 'postgres') await on().run('ANALYZE')
    }, 180_000)

    test(`by ${metric}, of ${many} the index finds nine of ten at the least, each as far away as \`vectors\` says`, async () => {
      const next = numbers(2)
      let [found, wanted] = [0, 0]
      for (let n = 0; n < 12; n++) {
        const vector = vectorFrom(next)
        const exact = await plain.nearestMemories(on(), 'large', vector, { limit: 10 })
        expect(await indexed.nearestMemories(on(), 'large', vector, { limit: 10, search: 'exact' })).toEqual(exact)
        const near = await indexed.nearestMemories(on(), 'large', vector)
        expect(near).toHaveLength(10)
        expect(near.map(({ distance }) => distance)).toEqual(near.map(({ distance }) => distance).toSorted((a, b) => a - b))
        for (const each of near) {
          const same = exact.find(({ id }) => id === each.id)
          if (same !== undefined) expect(each).toEqual(same)
        }
        found += near.filter(({ id }) => exact.some((each) => each.id === id)).length
        wanted += exact.length
      }
      expect(found / wanted).toBeGreaterThanOrEqual(0.9)
    }, 180_000)

    test(`by ${metric}, one statement asks the index for a few, and its plan shows the index`, async () => {
      for (const active_only of [false, true]) {
        const sent = await askedBy(on(), (handle) => indexed.nearestMemories(handle, 'large', vectorFrom(numbers(3)), { active_only }))
        expect(sent).toHaveLength(1)
        const plan = await planOf(database, on(), sent[0] as Sent)
        switch (database.engine) {
          case 'libsql':
            expect(plan).toMatch(/SCAN n VIRTUAL TABLE[^]*SEARCH e USING INTEGER PRIMARY KEY[^]*SEARCH m USING [^]*rowid=/)
            break
          case 'postgres':
            expect(plan).toMatch(/Index Scan using bot_idx_memory_vectors_nearest on bot_memory_vectors/)
            break
          default:
            database.engine satisfies never
        }
      }
    })

    test(`by ${metric}, of one session, over fifty wanted, and asked exactly: the answers of \`vectors\``, async () => {
      const vector = vectorFrom(numbers(4))
      for (const find of [{ session_id }, { session_id, active_only: true, limit: 3 }, { limit: 51 }, { limit: 0 }]) {
        const exact = await plain.nearestMemories(on(), 'large', vector, find)
        expect(await indexed.nearestMemories(on(), 'large', vector, find)).toEqual(exact)
        expect(await indexed.nearestMemories(on(), 'large', vector, { ...find, search: 'exact' })).toEqual(exact)
      }
    })

    test(`by ${metric}, a small space beside a large one is found as a whole, and so are few active ones`, async () => {
      await ensure(on(), 'small', metric)
      const next = numbers(5)
      const few: number[] = []
      // The farther ones, so that the large space has what is nearer.
      for (let n = 0; n < 12; n++)
        few.push(
          await remember(
            on(),
            'small',
            vectorFrom(next).map((each) => each * 5 - 9),
          ),
        )
      const vector = vectorFrom(next).map((each) => each + 1)
      expect(await indexed.nearestMemories(on(), 'small', vector)).toEqual(await plain.nearestMemories(on(), 'small', vector))
      for (const id of few.slice(2)) await toggleMemoryStatus(on(), id)
      const active = await indexed.nearestMemories(on(), 'small', vector, { active_only: true })
      expect(active.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(few.slice(0, 2))
      expect(active).toEqual(await plain.nearestMemories(on(), 'small', vector, { active_only: true }))
      for (const { deleteEmbeddingSpace } of [plain, indexed]) expect(await deleteEmbeddingSpace(on(), 'small')).toBe(true)
      expect(await indexed.nearestMemories(on(), 'small', vector)).toEqual([])
    })

    test(`by ${metric}, the index has what the same transaction wrote, and not what was taken back, moved or deleted`, async () => {
      const vector = Array.from({ length: DIMENSIONS }, () => 3)
      const nearest = async (handle: Handle): Promise<number | undefined> =>
        (await indexed.nearestMemories(handle, 'large', vector, { limit: 1 }))[0]?.id
      const before = await nearest(on())
      const undone = on().transaction(async (inside) => {
        const id = await remember(inside, 'large', vector)
        expect(await nearest(inside)).toBe(id)
        throw new Error('taken back')
      })
      await expect(undone).rejects.toThrow('taken back')
      expect(await nearest(on())).toBe(before)
      const [moved, dropped, forgotten] = [
        await remember(on(), 'large', vector),
        await remember(on(), 'large', vector),
        await remember(on(), 'large', vector),
      ]
      expect(await nearest(on())).toBe(forgotten)
      await deleteMemory(on(), forgotten)
      expect(await nearest(on())).toBe(dropped)
      await indexed.deleteMemoryEmbedding(on(), 'large', dropped)
      expect(await nearest(on())).toBe(moved)
      const away = vector.map((each, n) => each * (n % 2 === 0 ? -1 : 1))
      await indexed.saveMemoryEmbedding(on(), { memory_id: moved, space_id: 'large', embedding: away })
      expect(await nearest(on())).toBe(before)
      expect((await indexed.nearestMemories(on(), 'large', away, { limit: 1 }))[0]?.id).toBe(moved)
      await deleteMemory(on(), moved)
      await deleteMemory(on(), dropped)
    })
  })
}
