// Where the history comes as one value, it is the history that its rows are.

import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqlite } from '../src/driver.ts'
import type { Row } from '../src/model/driver.ts'
import type { StepBase } from '../src/model/plan.ts'
import { journalFrom, type JournalHead } from '../src/pure/journal/journal-from.ts'
import { journalSql } from '../src/pure/journal/journal-sql.ts'
import { stepSql } from '../src/pure/journal/step-sql.ts'
import { tables } from '../src/pure/journal/tables.ts'

const names = tables({ table: 'migrations' })
const asJson = journalSql(sqlite, names, [])
const asRows = journalSql({ ...sqlite, rowsAsJson: undefined }, names, [])

let database: InstanceType<typeof Database>
beforeEach(() => {
  database = new Database(':memory:')
  for (const text of asJson.create) database.exec(text)
})
afterEach(() => void database.close())

function read(text: string): JournalHead {
  return journalFrom(database.prepare(text).all() as Row[])
}

const step = (id: string, ordinal: number): StepBase => ({
  line: 'app',
  id,
  description: `what "${id}" does: it's\n\\ 🐦 é`,
  direction: ordinal % 2 === 1 ? 'up' : 'down',
  seq: 1,
  ordinal,
  checksum: `tokens-sha256:${'0'.repeat(64)}`,
  rawChecksum: ordinal === 1 ? undefined : `raw-sha256:${'1'.repeat(64)}`,
  recordedDown: '{"script":["DROP TABLE t"]}',
})

describe('the history of SQLite', () => {
  it('is the same as one value and as rows', () => {
    for (const [index, id] of ['0001_a', '0002_"b"', "0003_'c", '0004_é🐦'].entries()) {
      database.exec(asJson.receipt(step(id, index + 1), 'run-1'))
      database.exec(asJson.finish(step(id, index + 1), 12))
    }
    database.exec("INSERT INTO migrations (id, description, applied_at) VALUES ('0005_by_hand', '', '2026-01-01 00:00:00')")
    const found = read(asJson.read)
    expect(found).toEqual(read(asRows.read))
    expect(found.journal).toMatchObject({ kind: 'present', layout: 1, receipts: { length: 5 } })
  })

  it('is the same without a receipt, and without its row of the layout', () => {
    expect(read(asJson.read)).toEqual({ journal: { kind: 'present', layout: 1, receipts: [], steps: [] }, steps: 0 })
    expect(read(asJson.read)).toEqual(read(asRows.read))
    database.exec('DELETE FROM migrations_lease')
    expect(read(asJson.read)).toEqual({ journal: { kind: 'absent', beside: 'unknown' }, steps: 0 })
    expect(read(asJson.read)).toEqual(read(asRows.read))
  })

  it('tells in both forms that a migration is half way', () => {
    const row = { n: 0, name: '', checksum: 'c', state: 'open', session: undefined, run: 'r', intent: undefined } as const
    database.exec(stepSql(sqlite, names, []).record(step('0001', 1), row, undefined, 'anything'))
    expect([read(asJson.read).steps, read(asRows.read).steps]).toEqual([1, 1])
  })

  it('can be read whatever a person put into a column', () => {
    database.exec(
      "INSERT INTO migrations (id, description, execution_time, checksum, run) VALUES (x'3031', x'00ff', 1.5, x'6d616e75616c', 7)",
    )
    const { journal } = read(asJson.read)
    expect(journal).toMatchObject({ receipts: [{ id: '01', executionTime: 1, checksum: 'manual', run: '7', ordinal: undefined }] })
  })
})
