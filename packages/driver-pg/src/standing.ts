// Owns: what a connection that cannot be replaced by another was like before a session wrote on it, and putting that back.
// Must not know: when that is done, whose connection it is.

import type { Row } from '@godwit/core/driver'
import type { Channel } from './channel.ts'

/** What decides what a statement means, or what it may do, and lasts as long as the connection. */
export interface Standing {
  readonly user: string
  readonly role: string
  /** Those that were set for the session, by their names. */
  readonly settings: ReadonlyMap<string, string>
  /** Its temporary tables and views, as a statement names them. */
  readonly temporary: ReadonlyMap<string, 'TABLE' | 'VIEW'>
}

/** A setting that an application made up is in no list: its name has to be met in a text before anybody can ask for it. */
const MADE_UP = /\bset\s+(?:session\s+)?([a-z_]\w*\.[a-z_]\w*)|\bset_config\s*\(\s*'([a-z_]\w*\.[a-z_]\w*)'/gi

/** Of texts that have not been sent yet: what of `before` has to be asked for in addition. */
export function madeUpIn(texts: readonly string[], before: Standing): readonly string[] {
  const names = texts.flatMap((text) => [...text.matchAll(MADE_UP)].map(([, set = '', called = '']) => (set || called).toLowerCase()))
  return [...new Set(names)].filter((name) => !before.settings.has(name))
}

/** `before`, with settings of these names as they are now; empty is what no value and one that was reset look like. */
export async function withSettings(channel: Channel, before: Standing, names: readonly string[]): Promise<Standing> {
  const asked = names.map((name) => `${literal(name)}, coalesce(pg_catalog.current_setting(${literal(name)}, true), '')`)
  const { rows } = await channel.query(`SELECT pg_catalog.json_build_object(${asked.join(', ')})::text AS settings`, [])
  return { ...before, settings: new Map([...before.settings, ...listed(rows[0] ?? {}, 'settings')]) }
}

/** One round trip. Neither the user nor the role is among the settings that are listed. */
const LOOK = `SELECT session_user::text AS "user", pg_catalog.current_setting('role') AS role,
  (SELECT pg_catalog.json_object_agg(name, setting)::text FROM pg_catalog.pg_settings WHERE source = 'session' AND name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')) AS settings,
  (SELECT pg_catalog.json_object_agg(pg_catalog.format('pg_temp.%I', relname), CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END)::text FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.pg_my_temp_schema() AND relkind IN ('r', 'p', 'v')) AS temporary`

/** Rejects with whatever the client throws. */
export async function lookAt(channel: Channel): Promise<Standing> {
  const [row = {}] = (await channel.query(LOOK, [])).rows
  return {
    user: String(row['user']),
    role: String(row['role']),
    settings: new Map(listed(row, 'settings')),
    temporary: new Map(listed(row, 'temporary')) as Standing['temporary'],
  }
}

/** Makes of what is there what was there. What the owner had and a script took away for good, a temporary table, stays away. */
export async function putBack(channel: Channel, before: Standing): Promise<void> {
  const texts = differences(before, await lookAt(channel))
  // As one transaction: a part of it would be like neither.
  if (texts.length > 0) await channel.send(texts.join(';\n'), undefined, 'idle')
}

function differences(before: Standing, now: Standing): readonly string[] {
  const texts: string[] = []
  // First, so that the rest is allowed to whoever it was allowed to. With another user the role is gone, too.
  if (now.user !== before.user) texts.push('RESET SESSION AUTHORIZATION', `SET SESSION AUTHORIZATION ${literal(before.user)}`)
  if (now.user !== before.user || now.role !== before.role) texts.push(`SET ROLE ${before.role === 'none' ? 'NONE' : literal(before.role)}`)
  for (const name of now.settings.keys()) if (!before.settings.has(name)) texts.push(`RESET ${parts(name)}`)
  for (const [name, value] of before.settings) {
    if (now.settings.get(name) !== value) texts.push(`SELECT pg_catalog.set_config(${literal(name)}, ${literal(value)}, false)`)
  }
  for (const [name, kind] of now.temporary) if (!before.temporary.has(name)) texts.push(`DROP ${kind} IF EXISTS ${name} CASCADE`)
  return texts
}

function listed(row: Row, column: string): [string, string][] {
  return Object.entries(JSON.parse(String(row[column] ?? '{}')) as Record<string, string>)
}

/** A setting that an extension or an application made up has a dot in its name. */
function parts(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
}

/** Read alike whatever a script has made of `standard_conforming_strings`. */
function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
