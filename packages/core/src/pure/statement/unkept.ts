// Owns: tables whose rows no rollback takes back, and that what writes to them shares no transaction with anything.
// Must not know: how the tables of a database are found, how groups are sent.

import type { Group } from '../../model/group.ts'
import type { Statement } from '../../model/statement.ts'
import { firstWord, nameOf, wordsOf } from '../lexing/words.ts'
import { effectOf } from './effect-of.ts'
import { mysqlShares } from './guard-mysql.ts'

/** Names in lower case. `''`: a table that says nothing of its engine is one of them. */
export type Unkept = ReadonlySet<string>

export const NONE_UNKEPT: Unkept = new Set()

/** Of MySQL and MariaDB: the engines without transactions, in upper case. */
const ENGINES: ReadonlySet<string> = new Set(['MYISAM', 'ARIA', 'MEMORY', 'HEAP', 'MERGE', 'MRG_MYISAM', 'CSV', 'ARCHIVE'])

/** `known`, and what `statements` make or turn into such a table. */
export function withMade(known: Unkept, statements: readonly Statement[]): Unkept {
  const all = new Set(known)
  for (const statement of statements) {
    const name = tableOf(statement)
    if (name !== undefined && isWithout(statement, known)) all.add(name)
  }
  return all
}

function tableOf(statement: Statement): string | undefined {
  switch (firstWord(statement)) {
    case 'CREATE': {
      const object = effectOf(statement, 'mysql').effect?.object
      return object?.kind === 'relation' ? object.name.toLowerCase() : undefined
    }
    case 'ALTER': {
      const [, table, name] = wordsOf(statement, 3)
      return table === 'TABLE' && name !== undefined ? nameOf(name) : undefined
    }
    default:
      return undefined
  }
}

function isWithout(statement: Statement, known: Unkept): boolean {
  const words = wordsOf(statement, statement.tokens.length)
  const at = words.indexOf('ENGINE')
  if (at < 0) return known.has('') && words[0] === 'CREATE'
  const engine = words[at + 1] === '=' ? words[at + 2] : words[at + 1]
  return engine !== undefined && ENGINES.has(nameOf(engine).toUpperCase())
}

/** Whether a statement that could share a transaction names one of `unkept`. What a trigger or a view leads to is not seen. */
export function touchesUnkept(statement: Statement, unkept: Unkept): boolean {
  if (unkept.size === 0 || !mysqlShares(firstWord(statement), statement)) return false
  return statement.tokens.some((token) => unkept.has(nameOf(token)))
}

/** `groups`, in which every statement that touches `unkept` is alone: announced before it runs, and closed after it. */
export function apart(groups: readonly Group[], statements: readonly Statement[], unkept: Unkept): readonly Group[] {
  if (unkept.size === 0) return groups
  return groups.flatMap((group) => (group.kind === 'alone' ? [group] : cut(group, statements, unkept)))
}

function cut({ from, to }: Extract<Group, { readonly kind: 'transaction' }>, statements: readonly Statement[], unkept: Unkept): Group[] {
  const pieces: Group[] = []
  for (let n = from; n <= to; n++) {
    const statement = statements[n]
    const last = pieces.at(-1)
    if (statement !== undefined && touchesUnkept(statement, unkept)) pieces.push({ kind: 'alone', n })
    else if (last?.kind === 'transaction') pieces[pieces.length - 1] = { ...last, to: n }
    else pieces.push({ kind: 'transaction', from: n, to: n })
  }
  return pieces
}
