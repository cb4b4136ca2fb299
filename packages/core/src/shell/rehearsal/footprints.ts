// Owns: what each step of a rehearsal did to the tables that were there before it.
// Must not know: steps, SQL text.

import type { FootprintSql } from '../../model/dialect.ts'
import type { Row, Transaction } from '../../model/driver.ts'
import type { Footprint } from '../../model/report.ts'

export interface Footprints {
  /** Since the last call, or since the beginning. */
  next(): Promise<Footprint>
}

/** `ours`: tables that are of no interest, as statements name them. */
export async function footprints(transaction: Transaction, sql: FootprintSql, ours: readonly string[]): Promise<Footprints> {
  const read = async (): Promise<readonly Row[]> => (await transaction.run(sql.tables(ours))).rows
  const names = new Map<string, string>()
  const files = new Map<string, string>()
  for (const { id, name, file } of await read()) {
    names.set(String(id), String(name))
    files.set(String(id), String(file))
  }
  const known = new Set<string>()
  return {
    async next() {
      // Before the tables are read once more, which locks none of them.
      const held = (await transaction.run(sql.locks)).rows
      const locked = held.flatMap(({ id, mode }) => {
        const table = names.get(String(id))
        const lock = `${String(id)} ${String(mode)}`
        if (table === undefined || known.has(lock)) return []
        known.add(lock)
        return [{ table, mode: String(mode) }]
      })
      const rewritten: string[] = []
      for (const { id, file } of await read()) {
        const table = names.get(String(id))
        if (table === undefined || files.get(String(id)) === String(file)) continue
        files.set(String(id), String(file))
        rewritten.push(table)
      }
      return { locked, rewritten }
    },
  }
}
