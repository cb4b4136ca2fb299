// Owns: an append that is repeated, because nobody knows whether it arrived, and appends once.
// Must not know: what is appended, to which table.

import { sha256 } from '../secrets/web-crypto.ts'
import { locked } from '../sql/conflict.ts'
import { change, first, type Handle } from '../sql/handle.ts'
import { NotAllowed } from '../sql/not-allowed.ts'
import { sql } from '../sql/query.ts'
import { into, selected, slot, values } from '../sql/table.ts'
import type { Appends } from './appends.ts'

export interface Append<Id> {
  readonly session_id: Id
  /** The caller's own, for this append to this session. 1 to 191 characters. */
  readonly key: string
  /** What is appended. The same again is what `JSON.stringify` makes the same text of. */
  readonly given: readonly object[]
  /** Nobody else appends to the session until the transaction ends. False where there is no such session. */
  readonly hold: (inside: Handle) => Promise<boolean>
  readonly append: (inside: Handle) => Promise<readonly number[] | null>
}

/**
 * The ids of what was appended, by this call or by an earlier one with this key, which then is all that was done. Null where there is no
 * such session; rejects with `NotAllowed` `conflict` where the key was used for something else.
 */
export async function appendOnce<Id>(on: Handle, { table, session }: Appends<Id>, asked: Append<Id>): Promise<readonly number[] | null> {
  const { session_id, key: append_key, given, hold, append } = asked
  const ofSession = slot('session_id', session)
  const known = sql`SELECT ${selected(table)} FROM ${table} WHERE session_id = ${ofSession} AND append_key = ${values(table, 'append_key')} ${locked}`
  const remember = sql`INSERT INTO ${table} (session_id, ${into(table)}) VALUES (${ofSession}, ${values(table)})`
  const fingerprint = await sha256(JSON.stringify(given))
  return on.transaction(async (inside) => {
    if (!(await hold(inside))) return null
    const before = await first(inside, known, { session_id, append_key })
    if (before === null) {
      const ids = await append(inside)
      if (ids !== null) await change(inside, remember, { session_id, append_key, fingerprint, ids: [...ids] })
      return ids
    }
    if (before.fingerprint === fingerprint) return before.ids as readonly number[]
    const used = `Something else was appended to this session under the key ${JSON.stringify(append_key)}`
    throw new NotAllowed('conflict', `${used}. Nothing was written.`)
  })
}
