// Owns: an append that is repeated, because nobody knows whether it arrived, and appends once.
// Must not know: what is appended, to which table.

import { sha256 } from '../secrets/web-crypto.ts'
import { locked } from '../sql/conflict.ts'
import { change, first, type Handle } from '../sql/handle.ts'
import { NotAllowed } from '../sql/not-allowed.ts'
import { sql } from '../sql/query.ts'
import { into, selected, slot, values } from '../sql/table.ts'
import type { Appends } from './appends.ts'

/** How appending goes. */
export interface Appending<Id, Given> {
  /** Nobody else appends to the session until the transaction ends. False where there is no such session. */
  readonly hold: (inside: Handle, session_id: Id) => Promise<boolean>
  readonly append: (inside: Handle, session_id: Id, given: readonly Given[]) => Promise<readonly number[] | null>
}

/**
 * Answers with the ids of what was appended, by this call or by an earlier one with this key, which then is all that was done. `key`: the
 * caller's own, for this append to this session, 1 to 191 characters. Null where there is no such session; rejects with `NotAllowed`
 * `conflict` where the key was used for something else. The same is what `JSON.stringify` makes the same text of.
 */
export type AppendOnce<Id, Given> = (on: Handle, session_id: Id, key: string, given: readonly Given[]) => Promise<readonly number[] | null>

export function appendingOnce<Id, Given extends object>(
  { table, session }: Appends<Id>,
  { hold, append }: Appending<Id, Given>,
): AppendOnce<Id, Given> {
  const ofSession = slot('session_id', session)
  const known = sql`SELECT ${selected(table)} FROM ${table} WHERE session_id = ${ofSession} AND append_key = ${values(table, 'append_key')} ${locked}`
  const remember = sql`INSERT INTO ${table} (session_id, ${into(table)}) VALUES (${ofSession}, ${values(table)})`
  return async (on, session_id, append_key, given) => {
    const fingerprint = await sha256(JSON.stringify(given))
    return on.transaction(async (inside) => {
      if (!(await hold(inside, session_id))) return null
      const before = await first(inside, known, { session_id, append_key })
      if (before === null) {
        const ids = await append(inside, session_id, given)
        if (ids !== null) await change(inside, remember, { session_id, append_key, fingerprint, ids: [...ids] })
        return ids
      }
      if (before.fingerprint === fingerprint) return before.ids as readonly number[]
      const used = `Something else was appended to this session under the key ${JSON.stringify(append_key)}`
      throw new NotAllowed('conflict', `${used}. Nothing was written.`)
    })
  }
}
