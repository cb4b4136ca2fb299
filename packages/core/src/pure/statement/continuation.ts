// Owns: what a new session must be told before a script goes on in it, and what it cannot be told.
// Must not know: which session that is, what is done about it.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Statement } from '../../model/statement.ts'
import { continuationOnMysql } from './continuation-mysql.ts'
import { continuationOnPostgres } from './continuation-postgres.ts'
import { pragmaOf } from './guard-sqlite.ts'
import { firstWord } from '../lexing/words.ts'

/** A value of the session that ended, which a statement that has not run needs. */
export interface LostValue {
  /** As a script writes it. */
  readonly name: string
  /** Position of the statement that gave it, which has run. */
  readonly n: number
  readonly neededBy: Statement
}

export interface Continuation {
  /** In order: they run again, because they are of the session. */
  readonly again: readonly Statement[]
  readonly lost: readonly LostValue[]
}

export const NOTHING_TO_SAY: Continuation = { again: [], lost: [] }

/** `from`: the first statement that has not run. */
export function continuation(statements: readonly Statement[], from: number, family: DialectFamily): Continuation {
  if (from === 0 || from >= statements.length) return NOTHING_TO_SAY
  switch (family) {
    case 'sqlite':
      return { again: statements.slice(0, from).filter(isOfSqliteSession), lost: [] }
    case 'postgres':
      return continuationOnPostgres(statements, from)
    case 'mysql':
      return continuationOnMysql(statements, from)
    default:
      return family satisfies never
  }
}

/** Kept in the file, or work, or a question about an object: not of the session. */
const NOT_SETTINGS: ReadonlySet<string> = new Set(
  `application_id auto_vacuum default_cache_size encoding foreign_key_check foreign_key_list incremental_vacuum index_info index_list
index_xinfo integrity_check optimize page_size quick_check rekey schema_version table_info table_list table_xinfo user_version
wal_checkpoint`.split(/\s/),
)

function isOfSqliteSession(statement: Statement): boolean {
  if (firstWord(statement) !== 'PRAGMA') return false
  const { name, value } = pragmaOf(statement)
  return value !== undefined && !NOT_SETTINGS.has(name)
}
