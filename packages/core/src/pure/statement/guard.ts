// Owns: what a script must not hold, whatever the database would say to it.
// Must not know: how a script is run, how problems are worded.

import type { Dialect, DialectFamily } from '../../model/dialect.ts'
import type { Problem } from '../../model/problem.ts'
import type { Statement } from '../../model/statement.ts'
import { mysqlControl, mysqlUnreplicated } from './guard-mysql.ts'
import { postgresControl, postgresRefuses } from './guard-postgres.ts'
import { foreignKeysPragma, SQLITE_HARMLESS, sqliteControl, sqliteRefuses, unsafeRebuilds } from './guard-sqlite.ts'
import { placeOf } from './place-of.ts'
import { sqliteParameter } from './parameters-sqlite.ts'
import { firstWord } from '../lexing/words.ts'

/** What decides about a script besides its statements. */
export interface Guarding {
  /** Of the migration, for the problems. */
  readonly id: string
  readonly dialect: Dialect
  readonly transaction: 'auto' | 'forbidden'
  readonly foreignKeys: 'enforced' | 'suspended'
  /** Values that are sent along. A script has none. */
  readonly parameters: 'none' | 'bound'
}

/**
 * `statements` are one direction of one migration. Only their heads are looked at, but for parameters: a trigger's body, a
 * routine's, a string are the database's business.
 */
export function guard(statements: readonly Statement[], guarding: Guarding): readonly Problem[] {
  const { id, dialect, transaction, foreignKeys, parameters } = guarding
  const problems: Problem[] = []
  let dropping: 'no' | 'perhaps' = 'no'
  for (const statement of statements) {
    const parameter = parameters === 'none' && dialect.family === 'sqlite' ? sqliteParameter(statement) : undefined
    if (parameter !== undefined) problems.push({ code: 'PARAMETER_UNBOUND', id, parameter, place: placeOf(statement) })
    if (dialect.family === 'sqlite' && SQLITE_HARMLESS.test(statement.text)) continue
    dropping = 'perhaps'
    const first = firstWord(statement)
    const control = transactionControl(first, statement, dialect.family)
    if (control !== undefined) {
      const schemaChanges = dialect.family === 'mysql' ? 'commit by themselves' : 'transactional'
      problems.push({ code: 'TRANSACTION_CONTROL', id, keyword: control, place: placeOf(statement), schemaChanges })
    }
    const variable = dialect.family === 'mysql' ? mysqlUnreplicated(first, statement) : undefined
    if (variable !== undefined) problems.push({ code: 'RECORDS_UNREPLICATED', id, variable, place: placeOf(statement) })
    if (transaction === 'forbidden') continue
    const refused = refusedInTransaction(first, statement, dialect.family)
    if (refused !== undefined) problems.push({ code: 'TRANSACTION_REFUSED', id, keyword: refused, place: placeOf(statement) })
    // Where foreign keys are suspended anyway, the pragma asks for what is so.
    if (dialect.rebuild !== undefined && foreignKeys === 'enforced' && foreignKeysPragma(first, statement) !== undefined) {
      problems.push({ code: 'PRAGMA_IGNORED', id, place: placeOf(statement) })
    }
  }
  if (dropping === 'perhaps' && dialect.rebuild !== undefined && foreignKeys === 'enforced') {
    for (const { table, statement } of unsafeRebuilds(statements, transaction)) {
      problems.push({ code: 'REBUILD_UNSAFE', id, table, place: placeOf(statement) })
    }
  }
  return problems
}

function transactionControl(first: string, statement: Statement, family: DialectFamily): string | undefined {
  switch (family) {
    case 'sqlite':
      return sqliteControl(first, statement)
    case 'postgres':
      return postgresControl(first, statement)
    case 'mysql':
      return mysqlControl(first, statement)
    default:
      return family satisfies never
  }
}

function refusedInTransaction(first: string, statement: Statement, family: DialectFamily): string | undefined {
  switch (family) {
    case 'sqlite':
      return sqliteRefuses(first, statement)
    case 'postgres':
      return postgresRefuses(first, statement)
    case 'mysql':
      // Nothing is refused: what cannot be in a transaction ends it in silence, and is recorded one by one anyway.
      return undefined
    default:
      return family satisfies never
  }
}
