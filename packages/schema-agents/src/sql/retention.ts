// Owns: old rows of a session that go while the session stays.
// Must not know: which tables, what stands in the rows.

import { change, first, type Handle } from './handle.ts'
import { backwards } from './in-order.ts'
import { amount, integer, type Kind } from './kind.ts'
import { sql } from './query.ts'
import { computed, slot, type Table } from './table.ts'

export interface Aging<Id> {
  readonly table: Table<{ readonly session_id: Kind<Id, unknown> }>
  /** The number that its rows have in the order in which they came. */
  readonly number: 'id' | 'seq'
  /** Who appends to the session waits until the transaction ends. False where there is no such session. */
  readonly hold: (inside: Handle, session_id: Id) => Promise<boolean>
}

/** Both return how many there were. */
export interface Retention<Id> {
  /** Those with a lower number. */
  readonly deleteBefore: (on: Handle, session_id: Id, number: number) => Promise<number>
  /** All but the last `keep`. */
  readonly keepLast: (on: Handle, session_id: Id, keep: number) => Promise<number>
}

export function retention<Id>({ table, number, hold }: Aging<Id>): Retention<Id> {
  const key = sql`${computed('number', integer, number)}`
  const ofSession = sql`FROM ${table} WHERE session_id = ${slot('session_id', table.columns.session_id)}`
  const named = { write: ({ text }: { text(piece: string): void }) => text(number) }
  const older = sql`DELETE ${ofSession} AND ${named} < ${slot('before', integer)}`
  const newestLeftOut = sql`SELECT ${key} ${ofSession} ORDER BY ${named} ${backwards} LIMIT 1 OFFSET ${slot('keep', amount)}`
  return {
    deleteBefore: (on, session_id, before) =>
      on.transaction(async (inside) => {
        await hold(inside, session_id)
        return change(inside, older, { session_id, before })
      }),
    keepLast: (on, session_id, keep) =>
      on.transaction(async (inside) => {
        await hold(inside, session_id)
        const last = await first(inside, newestLeftOut, { session_id, keep })
        return last === null ? 0 : change(inside, older, { session_id, before: last.number + 1 })
      }),
  }
}
