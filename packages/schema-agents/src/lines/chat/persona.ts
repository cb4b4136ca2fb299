// Owns: whose database it is, and the lock that is taken before all others.
// Must not know: sessions, files, schemas.

import { locked, orNothing } from '../../sql/conflict.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { sql } from '../../sql/query.ts'
import { assigned, computed, into, values } from '../../sql/table.ts'
import { DEFAULT_PERSONA } from './personas.ts'
import { memoryQueries } from './queries/memory-queries.ts'
import { info } from './tables.ts'

const KEY = 'persona_id'

const byKey = sql`SELECT ${computed('value', info.columns.value, 'value')} FROM ${info} WHERE ${assigned(info, 'key')}`
const present = sql`INSERT INTO ${info} (${into(info)}) VALUES (${values(info)}) ${orNothing(['key'])}`
const held = sql`${byKey} ${locked}`

/** What `db_info` says; `default` where it says nothing. */
export async function getPersonaId(on: Handle): Promise<string> {
  return (await first(on, byKey, { key: KEY }))?.value ?? DEFAULT_PERSONA
}

/** Once, after the migrations of a new database. */
export async function setPersonaId(on: Handle, persona_id: string): Promise<void> {
  await change(on, memoryQueries.upsert_db_info, { key: KEY, value: persona_id })
}

/** Unless it says already whose it is. */
export async function keepPersonaId(on: Handle, persona_id: string): Promise<void> {
  await change(on, present, { key: KEY, value: persona_id })
}

/**
 * Until the transaction ends, nobody else gets past this. Who looks for the newest session and makes one where there is none has to
 * wait for others who do, and a table without rows has none to lock; this row is always there. Returns the persona's id.
 */
export async function lockPersona(inside: Handle): Promise<string> {
  await keepPersonaId(inside, DEFAULT_PERSONA)
  return (await first(inside, held, { key: KEY }))?.value ?? DEFAULT_PERSONA
}
