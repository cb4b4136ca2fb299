// Owns: which statements of SQLite begin or end a transaction, refuse to be in one, or lose rows by rebuilding a table.
// Must not know: problems, migrations, other dialects.

import type { Statement } from '../../model/statement.ts'
import { firstWord, nameOf, wordsOf } from '../lexing/words.ts'

/** Most statements begin with one of these, and none of the functions below has anything to say about them alone. */
export const SQLITE_HARMLESS: RegExp = /^(?:CREATE|INSERT|ALTER|UPDATE|DELETE|SELECT|WITH)(?![\w$\u0080-\uffff'])/i

/** @see https://www.sqlite.org/lang_transaction.html */
export function sqliteControl(first: string, statement: Statement): string | undefined {
  switch (first) {
    case 'BEGIN':
    case 'COMMIT':
    case 'END':
      return first
    case 'ROLLBACK':
      return wordsOf(statement, 3).includes('TO') ? undefined : first
    default:
      return undefined
  }
}

/**
 * Refused, or without effect, inside a transaction. ATTACH is neither (SQLite 3.45 and 3.53 take it), DETACH is.
 * @see https://www.sqlite.org/pragma.html
 */
export function sqliteRefuses(first: string, statement: Statement): string | undefined {
  if (first === 'VACUUM' || first === 'DETACH') return first
  if (first !== 'PRAGMA') return undefined
  const pragma = pragmaOf(statement)
  switch (pragma.name) {
    case 'journal_mode':
    case 'synchronous':
      return pragma.value === undefined ? undefined : `PRAGMA ${pragma.name}`
    case 'wal_checkpoint':
      return 'PRAGMA wal_checkpoint'
    default:
      return undefined
  }
}

/** What `PRAGMA foreign_keys = …` sets; undefined for any other statement, and for one that only asks. */
export function foreignKeysPragma(first: string, statement: Statement): 'on' | 'off' | undefined {
  if (first !== 'PRAGMA') return undefined
  const pragma = pragmaOf(statement)
  if (pragma.name !== 'foreign_keys' || pragma.value === undefined) return undefined
  return ['0', 'off', 'no', 'false'].includes(pragma.value) ? 'off' : 'on'
}

/** `value`: what stands behind `=` or in parentheses. */
export function pragmaOf({ tokens }: Statement): { readonly name: string; readonly value: string | undefined } {
  const at = tokens[2] === '.' ? 3 : 1
  const set = tokens[at + 1] === '=' || tokens[at + 1] === '('
  return { name: nameOf(tokens[at] ?? ''), value: set ? nameOf(tokens[at + 2] ?? '') : undefined }
}

export interface UnsafeRebuild {
  readonly table: string
  /** The one that drops it. */
  readonly statement: Statement
}

/**
 * DROP TABLE deletes the rows first, as DELETE would, with all that foreign keys then do to the rows of other tables.
 * A script that drops a table and gives its name to another means to keep the rows: by `ALTER TABLE … RENAME TO` before
 * or after, or by creating it again and filling it from a SELECT.
 * @see https://www.sqlite.org/lang_altertable.html#otheralter
 * @see https://www.sqlite.org/foreignkeys.html#fk_schemacommands
 */
export function unsafeRebuilds(statements: readonly Statement[], transaction: 'auto' | 'forbidden'): readonly UnsafeRebuild[] {
  const dropped = new Map<string, { readonly statement: Statement; state: 'dropped' | 'created' | 'unsafe' }>()
  const renamed = new Set<string>()
  let enforced = true
  for (const statement of statements) {
    const change = changeOf(statement)
    if (change === undefined) continue
    switch (change.kind) {
      case 'pragma':
        // Inside a transaction the pragma does nothing.
        if (transaction === 'forbidden') enforced = change.name === 'on'
        break
      case 'drop':
        if (enforced) dropped.set(change.name, { statement, state: renamed.has(change.name) ? 'unsafe' : 'dropped' })
        break
      case 'rename': {
        renamed.add(change.name)
        const drop = dropped.get(change.name)
        if (drop !== undefined) drop.state = 'unsafe'
        break
      }
      case 'create':
      case 'fill':
      case 'create filled': {
        const drop = dropped.get(change.name)
        if (drop !== undefined && drop.state !== 'unsafe') drop.state = after(drop.state, change.kind)
        break
      }
      default:
        return change.kind satisfies never
    }
  }
  return [...dropped].flatMap(([table, { statement, state }]) => (state === 'unsafe' ? [{ table, statement }] : []))
}

function after(state: 'dropped' | 'created', kind: 'create' | 'fill' | 'create filled'): 'dropped' | 'created' | 'unsafe' {
  switch (kind) {
    case 'create':
      return 'created'
    case 'fill':
      return state === 'created' ? 'unsafe' : state
    case 'create filled':
      return 'unsafe'
    default:
      return kind satisfies never
  }
}

/** Whether `statement` can be a part of a rebuild; what creates or fills a table only where one was dropped or renamed before. */
export function rebuildsTables(statement: Statement, begun: boolean): boolean {
  const kind = changeOf(statement)?.kind
  return kind === 'drop' || kind === 'rename' || (begun && (kind === 'create' || kind === 'fill' || kind === 'create filled'))
}

type Change = { readonly kind: 'pragma' | 'drop' | 'rename' | 'create' | 'fill' | 'create filled'; readonly name: string }

function changeOf(statement: Statement): Change | undefined {
  const { tokens } = statement
  const first = firstWord(statement)
  switch (first) {
    case 'PRAGMA': {
      const value = foreignKeysPragma(first, statement)
      return value === undefined ? undefined : { kind: 'pragma', name: value }
    }
    case 'DROP': {
      const words = wordsOf(statement, 4)
      return words[1] === 'TABLE' ? { kind: 'drop', name: tableAt(tokens, words[2] === 'IF' && words[3] === 'EXISTS' ? 4 : 2) } : undefined
    }
    case 'ALTER': {
      const at = tokens[3] === '.' ? 5 : 3
      const words = wordsOf(statement, at + 2)
      return words[1] === 'TABLE' && words[at] === 'RENAME' && words[at + 1] === 'TO'
        ? { kind: 'rename', name: nameOf(tokens[at + 2] ?? '') }
        : undefined
    }
    case 'CREATE': {
      const words = wordsOf(statement, 9)
      if (words[1] !== 'TABLE') return undefined
      const at = words[2] === 'IF' && words[3] === 'NOT' ? 5 : 2
      const behind = words[at + 1] === '.' ? at + 3 : at + 1
      return { kind: words[behind] === 'AS' ? 'create filled' : 'create', name: tableAt(tokens, at) }
    }
    case 'INSERT':
    case 'REPLACE':
    case 'WITH': {
      const into = intoOf(tokens)
      return into !== -1 && tokens.some((token) => token.length === 6 && token.toUpperCase() === 'SELECT')
        ? { kind: 'fill', name: tableAt(tokens, into + 1) }
        : undefined
    }
    default:
      return undefined
  }
}

/** Outside of parentheses, only INSERT and REPLACE have one. */
function intoOf(tokens: readonly string[]): number {
  let depth = 0
  return tokens.findIndex((token) => {
    if (token === '(') depth++
    else if (token === ')') depth--
    return depth === 0 && token.length === 4 && token.toUpperCase() === 'INTO'
  })
}

/** The table's name without its schema: a rebuild stays in one. */
function tableAt(tokens: readonly string[], at: number): string {
  return nameOf(tokens[tokens[at + 1] === '.' ? at + 2 : at] ?? '')
}
