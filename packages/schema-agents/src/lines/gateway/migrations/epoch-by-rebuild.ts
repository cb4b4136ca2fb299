// Owns: migration 003 of the line `gateway` on SQLite, where a table is made anew and its rows are copied.
// Must not know: other engines.

import type { ScriptWords } from '../../../sql/script.ts'
import { datedMessages, datedSessions, ofSession } from './dated-tables.ts'
import { created, LASTING, timed } from './indexes.ts'

/**
 * A new column cannot be NOT NULL there without a default, and a default would let a row be written that says 1970. `rowid` is
 * copied too: it is the order in which the rows came.
 */
export function rebuiltWithEpoch(words: ScriptWords): readonly string[] {
  return [
    `CREATE TABLE ${words.table('sessions_new')} (
        id ${words.name(64)} NOT NULL PRIMARY KEY,
        name ${words.name(255)},
        user_id ${words.name(255)} NOT NULL,
        agent_id ${words.name(255)},
        created_time BIGINT NOT NULL,
        updated_time BIGINT NOT NULL
      )`,
    copied(words, 'sessions', {
      ...same('id', 'name', 'user_id', 'agent_id'),
      created_time: millis('created_at'),
      updated_time: millis('updated_at'),
    }),
    ...replaced(words, 'sessions'),
    `CREATE TABLE ${words.table('chat_messages_new')} (
        id ${words.name(64)} NOT NULL PRIMARY KEY,
        session_id ${words.name(64)} NOT NULL,
        message ${words.text} NOT NULL,
        created_time BIGINT NOT NULL,
        sender_type ${words.name(50)},
        sender_name ${words.name(255)},
        ${ofSession(words)}
      )`,
    copied(words, 'chat_messages', {
      ...same('id', 'session_id', 'message', 'sender_type', 'sender_name'),
      created_time: millis('created_at'),
    }),
    ...replaced(words, 'chat_messages'),
    ...created(words, [...LASTING, ...timed('time')]),
  ]
}

export function rebuiltWithDates(words: ScriptWords): readonly string[] {
  return [
    datedSessions(words, 'sessions_new'),
    copied(words, 'sessions', {
      ...same('id', 'name', 'user_id', 'agent_id'),
      created_at: date('created_time'),
      updated_at: date('updated_time'),
    }),
    ...replaced(words, 'sessions'),
    datedMessages(words, 'chat_messages_new'),
    copied(words, 'chat_messages', {
      ...same('id', 'session_id', 'message', 'sender_type', 'sender_name'),
      created_at: date('created_time'),
    }),
    ...replaced(words, 'chat_messages'),
    ...created(words, [...LASTING, ...timed('at')]),
  ]
}

type Expressions = { readonly [column: string]: string }

function same(...columns: readonly string[]): Expressions {
  return Object.fromEntries(columns.map((column) => [column, column]))
}

function copied(words: ScriptWords, table: string, expressions: Expressions): string {
  return `INSERT INTO ${words.table(`${table}_new`)} (rowid, ${Object.keys(expressions).join(', ')})
      SELECT rowid, ${Object.values(expressions).join(', ')} FROM ${words.table(table)}`
}

/** Its indexes went with the old one. */
function replaced(words: ScriptWords, table: string): readonly string[] {
  return [`DROP TABLE ${words.table(table)}`, `ALTER TABLE ${words.table(`${table}_new`)} RENAME TO ${words.table(table)}`]
}

/** Of a text that is no moment nothing is made: the column refuses null, and the migration leaves everything as it was. */
function millis(column: string): string {
  return `CASE WHEN ${column} IS NULL THEN ${epoch("'now'")} ELSE ${epoch(column)} END`
}

/** A day is counted in doubles here, good to a twentieth of a millisecond. */
function epoch(moment: string): string {
  return `CAST(ROUND((julianday(${moment}) - 2440587.5) * 86400000) AS INTEGER)`
}

function date(column: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`
}
