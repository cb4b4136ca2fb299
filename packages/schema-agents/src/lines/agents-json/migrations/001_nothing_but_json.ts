// Owns: migration 001 of the line `agents-json`.
// Must not know: who writes JSON, and how.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

const SETTINGS = ['built_in_tools', 'mcps', 'knowledges', 'configuration', 'accessible_paths'] as const
const COLUMNS = {
  agents: SETTINGS,
  sessions: ['sub_agent_ids', ...SETTINGS],
  session_logs: ['content', 'metadata'],
} as const

export function nothingButJson(names: Names): AgentMigration {
  return {
    id: '001_nothing_but_json',
    description: 'Let the columns that hold JSON take nothing else',
    createdAt: new Date('2026-11-29T17:00:00.000Z'),
    up: script(names, (words) => eachTable().flatMap(([of, columns]) => checked(words, of, columns))),
    down: script(names, (words) =>
      eachTable()
        .toReversed()
        .flatMap(([of, columns]) => unchecked(words, of, columns)),
    ),
  }
}

function eachTable(): readonly (readonly [table: string, columns: readonly string[]])[] {
  return Object.entries(COLUMNS)
}

function checked(words: ScriptWords, of: string, columns: readonly string[]): readonly string[] {
  const { dialect, table, object, isJson } = words
  if (dialect !== 'sqlite') {
    const added = columns.map((column) => `ADD CONSTRAINT ${object(nameOf(of, column))} CHECK (${column} IS NULL OR ${isJson(column)})`)
    return [`ALTER TABLE ${table(of)} ${added.join(', ')}`]
  }
  // SQLite adds no constraint to a table, and to rebuild all three would take away what others hang on them.
  const wrong = (row: string): string => columns.map((column) => `NOT ${isJson(`${row}${column}`)}`).join(' OR ')
  const refused = `SELECT RAISE(ABORT, '${of}: ${columns.join(', ')} must be JSON')`
  return [
    ...['INSERT', `UPDATE OF ${columns.join(', ')}`].map(
      (event) =>
        `CREATE TRIGGER ${object(triggerOf(of, event))} BEFORE ${event} ON ${table(of)} WHEN ${wrong('NEW.')} BEGIN ${refused}; END`,
    ),
    // Whatever is wrong already is met here, and fails the migration.
    `UPDATE ${table(of)} SET ${columns.map((column) => `${column} = ${column}`).join(', ')} WHERE ${wrong('')}`,
  ]
}

function unchecked({ dialect, table, object }: ScriptWords, of: string, columns: readonly string[]): readonly string[] {
  return dialect === 'sqlite'
    ? ['UPDATE', 'INSERT'].map((event) => `DROP TRIGGER ${object(triggerOf(of, event))}`)
    : [`ALTER TABLE ${table(of)} ${columns.map((column) => `DROP CONSTRAINT ${object(nameOf(of, column))}`).join(', ')}`]
}

function nameOf(table: string, column: string): string {
  return `${table}_${column}_json`
}

function triggerOf(table: string, event: string): string {
  return `${table}_json_${event.slice(0, 6).toLowerCase()}`
}
