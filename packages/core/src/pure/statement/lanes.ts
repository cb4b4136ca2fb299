// Owns: how the statements of a migration that is not one transaction fall into groups: those that can share one, and those alone.
// Must not know: what has run already, how a group is sent.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Group } from '../../model/group.ts'
import type { Statement } from '../../model/statement.ts'
import { mysqlMayLeaveOpen, mysqlShares } from './guard-mysql.ts'
import { postgresRefuses } from './guard-postgres.ts'
import { sqliteRefuses } from './guard-sqlite.ts'
import { usesNewLabel } from './new-label.ts'
import { firstWord } from '../lexing/words.ts'

/** Data only: the same inside a transaction and outside, whatever else a script is about. */
const DATA: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'MERGE'])

/**
 * `forbidden`: every statement by itself. One that only changes data still shares a transaction with its own record, so
 * that it happens once whatever breaks; it commits by itself all the same.
 */
export function lanes(statements: readonly Statement[], family: DialectFamily, transaction: 'auto' | 'forbidden'): readonly Group[] {
  const groups: Group[] = []
  for (const [n, statement] of statements.entries()) {
    const last = groups.at(-1)
    if (transaction === 'forbidden')
      groups.push(DATA.has(firstWord(statement)) ? { kind: 'transaction', from: n, to: n } : { kind: 'alone', n })
    else if (refusesTransaction(statements, n, family) !== undefined) groups.push({ kind: 'alone', n })
    else if (last?.kind === 'transaction') groups[groups.length - 1] = { ...last, to: n }
    else groups.push({ kind: 'transaction', from: n, to: n })
  }
  return groups
}

/** Why statement `n` cannot share a transaction with its neighbours, as keywords; undefined where it can. */
export function refusesTransaction(statements: readonly Statement[], n: number, family: DialectFamily): string | undefined {
  const statement = statements[n]
  if (statement === undefined) return undefined
  const first = firstWord(statement)
  switch (family) {
    case 'sqlite':
      return sqliteRefuses(first, statement)
    case 'postgres':
      return postgresRefuses(first, statement) ?? (first === 'ALTER' && usesNewLabel(statements, n) ? 'ALTER TYPE ADD VALUE' : undefined)
    case 'mysql':
      return mysqlShares(first, statement) ? undefined : first
    default:
      return family satisfies never
  }
}

/** Whether a statement that runs by itself may leave a transaction open behind it. */
export function mayLeaveOpen(statement: Statement, family: DialectFamily): boolean {
  return family === 'mysql' && mysqlMayLeaveOpen(firstWord(statement), statement)
}
