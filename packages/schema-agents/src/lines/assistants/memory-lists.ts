// Owns: lists of memories.
// Must not know: how they are written, clients.

import { among, equal, where } from '../../sql/given.ts'
import { all, type Handle } from '../../sql/handle.ts'
import { assertText, integer, text } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { computed, selected } from '../../sql/table.ts'
import type { Memory } from './memories.ts'
import { byName } from './queries/memory-queries.ts'
import { memories, sessions, users } from './tables.ts'

/** What is left out is not asked about; null asks for those that have none. */
export interface MemoryFilter extends Partial<Pick<Memory, 'agent_id' | 'user_id' | 'session_id' | 'read_mode'>> {
  /** Is in the name, in small or large letters; `%` and `_` are letters as any other. */
  readonly name_pattern?: string
}

/** What fits into one statement on every engine. */
const AT_ONCE = 10_000

/** By name. */
export async function listMemories(
  on: Handle,
  { agent_id, user_id, session_id, read_mode, name_pattern }: MemoryFilter = {},
): Promise<readonly Memory[]> {
  if (name_pattern !== undefined) assertText(name_pattern, 'name_pattern')
  const those = where(
    equal('agent_id', integer, agent_id),
    equal('user_id', users.columns.id, user_id),
    equal('session_id', sessions.columns.id, session_id),
    equal('read_mode', memories.columns.read_mode, read_mode),
  )
  if (name_pattern === undefined || name_pattern === '')
    return all(on, sql`SELECT ${selected(memories)} FROM ${memories} ${those} ${byName}`, {})
  // What a small letter is, each engine says differently; SQLite knows 26. So the names are compared here, and only they are read for it.
  const sought = name_pattern.toLowerCase()
  const names = sql`SELECT ${computed('id', text, 'id')}, ${computed('name', text, 'name')} FROM ${memories} ${those} ${byName}`
  const ids = (await all(on, names, {})).filter(({ name }) => name.toLowerCase().includes(sought)).map(({ id }) => id)
  const found: Memory[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const part = where(among('id', text, ids.slice(from, from + AT_ONCE)))
    found.push(...(await all(on, sql`SELECT ${selected(memories)} FROM ${memories} ${part} ${byName}`, {})))
  }
  return found
}
