// Owns: lists of memories.
// Must not know: how they are written, clients.

import { among, equal, together, where } from '../../sql/given.ts'
import { all, type Handle } from '../../sql/handle.ts'
import { assertText, integer, text } from '../../sql/kind.ts'
import type { Onward, Page } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import type { Part } from '../../sql/part.ts'
import { sql } from '../../sql/query.ts'
import { computed, selected } from '../../sql/table.ts'
import type { Memory } from './memories.ts'
import { byName, memoryPage } from './queries/memory-queries.ts'
import { memories, sessions, users } from './tables.ts'

/** What is left out is not asked about; null asks for those that have none. */
export type MemoryScope = Partial<Pick<Memory, 'agent_id' | 'user_id' | 'session_id' | 'read_mode'>>

export interface MemoryFilter extends MemoryScope {
  /** Is in the name, in small or large letters; `%` and `_` are letters as any other. */
  readonly name_pattern?: string
}

/** What fits into one statement on every engine. */
const AT_ONCE = 10_000

/** By name. */
export async function listMemories(on: Handle, { name_pattern, ...scope }: MemoryFilter = {}): Promise<readonly Memory[]> {
  if (name_pattern !== undefined) assertText(name_pattern, 'name_pattern')
  const those = where(...inScope(scope))
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

/**
 * By name, from page to page. What lies in one session, of one user or of one agent is read by an index; where several are asked for, by
 * that of the first in this order, and what else there is of it is passed over.
 */
export async function listMemoriesPage(
  on: Handle,
  { agent_id, user_id, session_id, read_mode, ...onward }: Onward & MemoryScope = {},
): Promise<Page<Memory>> {
  const of = session_id !== undefined ? 'session' : user_id !== undefined ? 'user' : agent_id !== undefined ? 'agent' : 'all'
  return paged(on, memoryPage(of, together(inScope({ agent_id, user_id, session_id, read_mode }))), {}, onward)
}

function inScope({
  agent_id,
  user_id,
  session_id,
  read_mode,
}: { readonly [Name in keyof MemoryScope]: MemoryScope[Name] | undefined }): readonly (Part | undefined)[] {
  return [
    equal('agent_id', integer, agent_id),
    equal('user_id', users.columns.id, user_id),
    equal('session_id', sessions.columns.id, session_id),
    equal('read_mode', memories.columns.read_mode, read_mode),
  ]
}
