// Owns: old rows of a session that go while the session stays.
// Must not know: which tables, what stands in the rows.

import { byIndex } from './by-index.ts'
import { among, where } from './given.ts'
import { all, change, first, type Handle } from './handle.ts'
import { backwards, forwards } from './in-order.ts'
import { amount, integer } from './kind.ts'
import type { Older } from './older.ts'
import type { Part } from './part.ts'
import type { PerDialect } from './place.ts'
import { sql } from './query.ts'
import { computed, differing, slot } from './table.ts'

export interface Aging<Session> {
  readonly table: Part
  /** The number that its rows have in the order in which they came, which a key is on. */
  readonly number: PerDialect<string>
  readonly older: Older
  readonly ofSession: (session: Session) => Part
  /** The index that has a session's rows in the order of the numbers. */
  readonly index: Parameters<typeof byIndex>[0]
  /** Who appends to the session waits until the transaction ends. False where there is no such session. */
  readonly hold: (inside: Handle, session: Session) => Promise<boolean>
}

/** All return how many there were. */
export interface Retention<Session> {
  /**
   * Those from before that moment, of one session or of all. A thousand at a time: outside of a transaction, what is deleted stays so when
   * the rest fails, and the next call goes on. Without a session the whole table is read once, in the order in which its rows came.
   */
  readonly deleteBefore: (on: Handle, moment: Date | string, session: Session | undefined) => Promise<number>
  /** Those with a lower number. */
  readonly deleteBeforeNumber: (on: Handle, session: Session, number: number) => Promise<number>
  /** All but the last `keep`. Who appends meanwhile waits, and what he appends stays. */
  readonly keepLast: (on: Handle, session: Session, keep: number) => Promise<number>
}

/** Few enough that whoever waits for one deletion does not wait long. */
const AT_ONCE = 1_000

export function retention<Session>({ table, number, older, ofSession, index, hold }: Aging<Session>): Retention<Session> {
  const key = computed('number', integer, number)
  const numbered = differing(number)
  const next = (session: Session | undefined) => {
    const asked = sql`${older} AND ${numbered} > ${slot('after', integer)}`
    const limit = sql`LIMIT ${slot('limit', amount)}`
    return session === undefined
      ? sql`SELECT ${key} FROM ${table} WHERE ${asked} ORDER BY ${numbered} ${limit}`
      : sql`SELECT ${key} FROM ${table} ${byIndex(index)} WHERE ${ofSession(session)} AND ${asked} ORDER BY ${numbered} ${forwards} ${limit}`
  }
  const below = (session: Session) => sql`DELETE FROM ${table} WHERE ${ofSession(session)} AND ${numbered} < ${slot('before', integer)}`
  const newestLeftOut = (session: Session) =>
    sql`SELECT ${key} FROM ${table} ${byIndex(index)} WHERE ${ofSession(session)} ORDER BY ${numbered} ${backwards} LIMIT 1 OFFSET ${slot('keep', amount)}`
  return {
    async deleteBefore(on, moment, session) {
      const query = next(session)
      let deleted = 0
      for (let after = 0; ;) {
        const rows = await all(on, query, { moment, after, limit: AT_ONCE })
        const last = rows.at(-1)
        if (last === undefined) return deleted
        deleted += await change(on, sql`DELETE FROM ${table} ${where(amongNumbers(number, rows))}`, {})
        after = last.number
      }
    },
    deleteBeforeNumber: (on, session, before) =>
      on.transaction(async (inside) => {
        await hold(inside, session)
        return change(inside, below(session), { before })
      }),
    keepLast: (on, session, keep) =>
      on.transaction(async (inside) => {
        await hold(inside, session)
        const last = await first(inside, newestLeftOut(session), { keep })
        return last === null ? 0 : change(inside, below(session), { before: last.number + 1 })
      }),
  }
}

function amongNumbers(number: PerDialect<string>, rows: readonly { readonly number: number }[]): Part {
  const numbers = rows.map((row) => row.number)
  return { write: (writer) => among(number[writer.place.dialect], integer, numbers).write(writer) }
}
