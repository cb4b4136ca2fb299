// Owns: what a new session of MySQL or MariaDB must be told before a script goes on in it, and what it cannot be told.
// Must not know: other dialects.

import type { Statement } from '../../model/statement.ts'
import type { Continuation, LostValue } from './continuation.ts'
import { type Assignment, assignmentsOf, isMoved, type Readable, sameElsewhere } from './set-mysql.ts'
import { variablesOf } from './variables-mysql.ts'
import { firstWord, wordsOf } from '../lexing/words.ts'

export function continuationOnMysql(statements: readonly Statement[], from: number): Continuation {
  const again: Statement[] = []
  /** By name, the statement that gave it a value that cannot be given again. */
  const gone = new Map<string, number>()
  const settings = new Map<string, number>()
  const ofServer = new Set<string>()
  const readable: Readable = {
    variable: (name) => !gone.has(`@${name}`),
    system: (name, scope) => scope === 'session' && !ofServer.has(name) && !settings.has(name) && !isMoved(name),
  }
  for (const [n, statement] of statements.slice(0, from).entries()) {
    const words = wordsOf(statement, statement.tokens.length)
    const assignments = firstWord(statement) === 'SET' ? assignmentsOf(words) : undefined
    const own = assignments?.filter(({ scope }) => scope !== 'server') ?? []
    if (assignments === undefined ? saidAgain(words) : own.length > 0 && maySayAgain(assignments, readable)) {
      again.push(statement)
      for (const { scope, name } of own) (scope === 'user' ? gone : settings).delete(scope === 'user' ? `@${name}` : name)
      continue
    }
    for (const { scope, name } of assignments ?? []) {
      if (scope === 'server') ofServer.add(name)
      else if (scope === 'session') settings.set(name, n)
    }
    for (const name of variablesOf(words).given) gone.set(name, n)
  }
  return { again, lost: [...lostSettings(settings, statements[from]), ...lostVariables(gone, statements, from)] }
}

/** Of one that is for the server too, no half can be said. */
function maySayAgain(assignments: readonly Assignment[], readable: Readable): boolean {
  return assignments.every(
    ({ scope, name, value }) =>
      scope !== 'server' && !(scope === 'session' && isMoved(name) && name !== 'TIMESTAMP') && sameElsewhere(value, readable),
  )
}

/** Of the statements that are no assignments. */
function saidAgain([first, second = '', third = '', ...more]: readonly string[]): boolean {
  if (first === 'USE') return true
  if (first !== 'SET') return false
  switch (second) {
    case 'NAMES':
    case 'CHARSET':
    case 'CHARACTER':
    case 'CHAR':
    case 'ROLE':
      return true
    case 'RESOURCE':
      return !more.includes('FOR')
    case 'SESSION':
    case 'LOCAL':
      return third === 'TRANSACTION'
    default:
      // STATEMENT is what it is for; PASSWORD and DEFAULT ROLE are the server's, TRANSACTION is of the next one.
      return false
  }
}

/** Every statement may go by a setting. */
function lostSettings(settings: ReadonlyMap<string, number>, neededBy: Statement | undefined): readonly LostValue[] {
  if (neededBy === undefined) return []
  return [...settings].map(([name, n]) => ({ name: name.toLowerCase(), n, neededBy }))
}

function lostVariables(gone: Map<string, number>, statements: readonly Statement[], from: number): readonly LostValue[] {
  const lost: LostValue[] = []
  for (const statement of statements.slice(from)) {
    if (gone.size === 0) break
    const { given, read } = variablesOf(wordsOf(statement, statement.tokens.length))
    for (const name of read) {
      const n = gone.get(name)
      if (n === undefined) continue
      lost.push({ name: name.startsWith('@') ? name.toLowerCase() : name, n, neededBy: statement })
      gone.delete(name)
    }
    for (const name of given) gone.delete(name)
  }
  return lost
}

/**
 * Whether an attempt at the statements from `from` to `to`, which was taken back, may have left a variable that they, or
 * those behind them, look at: what a transaction takes back, variables keep.
 */
export function disturbsVariables(statements: readonly Statement[], from: number, to: number): boolean {
  const given = statements.slice(from, to + 1).flatMap((statement) => [...variablesOf(wordsOf(statement, statement.tokens.length)).given])
  return lostVariables(new Map(given.map((name) => [name, from])), statements, from).length > 0
}
