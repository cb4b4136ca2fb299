// Owns: where the line `vectors-indexed` is refused, with which words, and that it goes up and down without a trace.
// Must not know: what is found.

import { type Driver, type Line, Migrator } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chat, handle, vectorsIndexedLine } from '../../src/index.ts'
import { saveMemory } from '../../src/lines/chat/index.ts'
import { ensureEmbeddingSpace, nearestMemories, saveMemoryEmbedding } from '../../src/lines/vectors-indexed/index.ts'
import { inventory, onEachEngine, run } from '../fresh-databases.ts'
import { schemaOf } from '../schema-of.ts'
import { onEnginesWithVectors, pgliteWithVectors } from './engines-with-vectors.ts'

const line = vectorsIndexedLine({ dimensions: 3 })

async function up(driver: Driver, given: Line): Promise<Awaited<ReturnType<Migrator['up']>>> {
  return new Migrator(driver, given).up()
}

onEachEngine(({ dialect, fresh }) => {
  test('is there, or refused in words that say what is lacking, and nothing is made', async () => {
    const driver = await fresh()
    expect(await up(driver, chat)).toMatchObject({ outcome: 'migrated' })
    const before = await inventory(driver)
    const report = await up(driver, line)
    if (driver.dialect.flavor === 'libsql') {
      expect(report).toMatchObject({ outcome: 'migrated' })
      return
    }
    if (dialect === 'postgres') {
      const message = expect.stringMatching(/pgvector[^]*nothing was made[^]*CREATE EXTENSION vector/)
      expect(report).toMatchObject({ outcome: 'failed', error: { message } })
    } else {
      const problem = { code: 'VARIANT_MISSING', id: '001_vector_columns_of_libsql_or_pgvector', present: ['libsql', 'postgres'] }
      expect(report).toMatchObject({ outcome: 'blocked', problems: [problem] })
      expect(await new Migrator(driver, line).plan('up')).toMatchObject({ problems: [problem] })
    }
    expect(await inventory(driver)).toBe(before)
    const session = handle(await driver.open('read'))
    if (dialect === 'mysql') await expect(nearestMemories(session, 's', [1])).rejects.toThrow()
  })
})

describe('on PostgreSQL in this process, as pgvector is not yet, or elsewhere', () => {
  let database: Awaited<ReturnType<typeof pgliteWithVectors>> | undefined
  const driver = (): Driver => {
    if (database === undefined) throw new Error('asked for before the tests run')
    return pg(database)
  }
  beforeAll(async () => {
    database = await pgliteWithVectors()
    await up(driver(), chat)
  }, 180_000)
  afterAll(() => database?.close())

  test('each time it says what is to be done, makes nothing, and goes on once that is done', async () => {
    const before = await inventory(driver())
    const refused = async (words: RegExp): Promise<void> => {
      expect(await up(driver(), line)).toMatchObject({ outcome: 'failed', error: { message: expect.stringMatching(words) } })
      expect(await inventory(driver())).toBe(before)
    }
    await refused(/installed on this server and not in this database, and nothing was made\. Run CREATE EXTENSION vector/)
    await run(driver(), 'CREATE SCHEMA elsewhere', 'CREATE EXTENSION vector SCHEMA elsewhere')
    await refused(/is in the schema elsewhere, which the search_path/)
    await run(driver(), 'ALTER EXTENSION vector SET SCHEMA public')
    expect(await up(driver(), line)).toMatchObject({ outcome: 'migrated' })
  })

  test('more dimensions than pgvector indexes are refused by it, and nothing is made', async () => {
    await new Migrator(driver(), line).down({ to: 'nothing' })
    const before = await inventory(driver())
    const report = await up(driver(), vectorsIndexedLine({ dimensions: 2_001 }))
    expect(report).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining('2000 dimensions') } })
    expect(await inventory(driver())).toBe(before)
  })
})

onEnginesWithVectors({ dimensions: 3 }, (database) => {
  test('goes down over its rows without a trace, and up again it is what it was, index and all', async () => {
    const on = database.handle()
    const migrator = new Migrator(database.driver(), line)
    const memory_id = (await saveMemory(on, { content: 'c' })) ?? 0
    const fill = async (): Promise<void> => {
      await ensureEmbeddingSpace(on, { id: 's', model: 'm', dimensions: 3, metric: 'cosine' })
      await saveMemoryEmbedding(on, { memory_id, space_id: 's', embedding: [1, 2, 3] })
      expect(await nearestMemories(on, 's', [1, 2, 3])).toMatchObject([{ id: memory_id }])
    }
    await fill()
    const there = await schemaOf(on, '')
    expect(await new Migrator(database.driver(), chat).down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked' })
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    const left = [...(await schemaOf(on, '')).keys()].filter((name) => /vector/.test(name))
    // libSQL's own list of its indexes stays, empty, once there was one.
    expect(left).toEqual(database.engine === 'libsql' ? ['libsql_vector_meta_shadow'] : [])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await schemaOf(on, '')).toEqual(there)
    await fill()
  })

  test('with other dimensions it is a changed line, and refused', async () => {
    const other = await up(database.driver(), vectorsIndexedLine({ dimensions: 4 }))
    expect(other).toMatchObject({ outcome: 'blocked', problems: [{ code: 'CHECKSUM_CHANGED' }] })
  })

  test('a rehearsal leaves nothing', async () => {
    const migrator = new Migrator(database.driver(), line)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    const before = await schemaOf(database.handle(), '')
    expect(await migrator.rehearse('up')).toMatchObject({ outcome: 'rehearsed' })
    expect(await schemaOf(database.handle(), '')).toEqual(before)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  })
})

test.each([0, -1, 1.5, Number.NaN, 65_537, '3); DROP TABLE memories; --' as never])('%s dimensions are refused at once', (dimensions) => {
  expect(() => vectorsIndexedLine({ dimensions })).toThrow(RangeError)
})

test('a metric that no index has is refused at once', () => {
  expect(() => vectorsIndexedLine({ dimensions: 3, metric: 'dot' as never })).toThrow(RangeError)
})
