// Owns: migration 003 of the line `gateway` where columns can be added, filled and dropped: PostgreSQL and MySQL.
// Must not know: SQLite.

import type { ScriptWords } from '../../../sql/script.ts'
import { dated } from './dated-tables.ts'
import { created, dropped, timed } from './indexes.ts'

type Family = 'postgres' | 'mysql'

const TIMES = [
  ['sessions', ['created', 'updated']],
  ['chat_messages', ['created']],
] as const

/** MySQL takes a column that goes out of its indexes and leaves the rest of them, so that they go first. */
export function columnsToEpoch(words: ScriptWords, family: Family): readonly string[] {
  return [
    ...TIMES.flatMap(([table, moments]) => {
      const time = (moment: string): string => `${moment}_time`
      return [
        `ALTER TABLE ${words.table(table)} ${list(moments, (moment) => `ADD COLUMN ${time(moment)} BIGINT`)}`,
        `UPDATE ${words.table(table)} SET ${list(moments, (moment) => `${time(moment)} = ${millis(family, `COALESCE(${moment}_at, ${now(family)})`)}`)}`,
        `ALTER TABLE ${words.table(table)} ${list(moments, (moment) => notNull(family, time(moment)))}`,
      ]
    }),
    ...dropped(words, timed('at')),
    ...TIMES.map(([table, moments]) => `ALTER TABLE ${words.table(table)} ${list(moments, (moment) => `DROP COLUMN ${moment}_at`)}`),
    ...created(words, timed('time')),
  ]
}

export function columnsToDates(words: ScriptWords, family: Family): readonly string[] {
  return [
    ...TIMES.flatMap(([table, moments]) => [
      `ALTER TABLE ${words.table(table)} ${list(moments, (moment) => `ADD COLUMN ${moment}_at ${dated(words)}`)}`,
      `UPDATE ${words.table(table)} SET ${list(moments, (moment) => `${moment}_at = ${date(family, `${moment}_time`)}`)}`,
    ]),
    ...dropped(words, timed('time')),
    ...TIMES.map(([table, moments]) => `ALTER TABLE ${words.table(table)} ${list(moments, (moment) => `DROP COLUMN ${moment}_time`)}`),
    ...created(words, timed('at')),
  ]
}

function list(moments: readonly string[], write: (moment: string) => string): string {
  return moments.map(write).join(', ')
}

function notNull(family: Family, column: string): string {
  return family === 'postgres' ? `ALTER COLUMN ${column} SET NOT NULL` : `MODIFY COLUMN ${column} BIGINT NOT NULL`
}

/** Not `UNIX_TIMESTAMP` and `FROM_UNIXTIME`: they read a date in the time zone of the session. */
function millis(family: Family, moment: string): string {
  return family === 'postgres'
    ? `CAST(ROUND(EXTRACT(EPOCH FROM ${moment}) * 1000) AS BIGINT)`
    : `TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', ${moment}) DIV 1000`
}

function date(family: Family, column: string): string {
  return family === 'postgres'
    ? `to_timestamp(${column} / 1000.0)`
    : `TIMESTAMPADD(MICROSECOND, ${column} * 1000, '1970-01-01 00:00:00.000')`
}

function now(family: Family): string {
  return family === 'postgres' ? 'now()' : 'utc_timestamp(3)'
}
