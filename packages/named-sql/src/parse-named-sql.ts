// Owns: a text of named queries as queries, and the refusal of one that is not.
// Must not know: files, who asks for a query.

import { type Dialect, type DialectFamily, mysql, postgres, sqlite } from '@godwit/core/driver'
import { NamedSqlError } from './named-sql-error.ts'
import { nameIn, readSection, type Section, type Span } from './section.ts'

export interface NamedQuery {
  readonly name: string
  /** As it was written, from its first word to its last, without a semicolon; comments inside of it stay. */
  readonly text: string
  /** Of its name, counted from 1. */
  readonly line: number
}

const DIALECTS: { readonly [name in DialectFamily]: Dialect } = { sqlite, postgres, mysql }

/**
 * `-- name: get_user` on a line of its own begins a query, which reaches to the next one; it is one statement. In a string or a block
 * comment it is part of that. Throws `NamedSqlError`, with the place, on what cannot be read, on SQL before the first name, a name
 * that is not one or is there twice, one in the midst of a statement, a query without a statement or with two, and on a text without
 * any query. `where`: what the text is called in such a message.
 */
export function parseNamedSql(source: string, dialect: DialectFamily, where = 'text'): readonly NamedQuery[] {
  const fail = (offset: number, reason: string): never => {
    throw new NamedSqlError(`${where}:${lineOf(source, offset)}: ${reason}`)
  }
  const found = new Map<string, NamedQuery>()
  let name: string | undefined
  let from = 0
  let marker: Span | undefined
  do {
    const section = readSection(source, from, DIALECTS[dialect].lexis)
    if (section.refusal !== undefined) fail(section.refusal.at, section.refusal.reason)
    const [first] = section.statements
    if (name !== undefined && marker !== undefined) {
      const query = { name, text: textOf(source, name, marker, section, fail), line: lineOf(source, marker.start) }
      found.set(name, query)
    } else if (first !== undefined) {
      fail(first.start, 'this stands before the first name; a query begins with a line `-- name: its_name`')
    }
    marker = section.marker
    if (marker !== undefined) {
      if (section.cut !== undefined)
        fail(marker.start, `a name in the midst of the statement that is not closed since line ${lineOf(source, section.cut)}`)
      name = newName(source, marker, found, fail)
      from = marker.end
    }
  } while (marker !== undefined)
  if (found.size === 0) fail(0, 'there is no query in it; one begins with a line `-- name: its_name`')
  return [...found.values()]
}

type Fail = (offset: number, reason: string) => never

/** Two statements are refused, because some clients run the first one and drop the second without a word. */
function textOf(source: string, name: string, marker: Span, { statements: [first, second] }: Section, fail: Fail): string {
  if (first === undefined) return fail(marker.start, `the query ${name} is empty`)
  if (second !== undefined) return fail(second.start, `a second statement in the query ${name}; give it a name of its own`)
  return source.slice(first.start, first.end)
}

function newName(source: string, { start, end }: Span, found: ReadonlyMap<string, NamedQuery>, fail: Fail): string {
  if (/\S/.test(source.slice(source.lastIndexOf('\n', start - 1) + 1, start))) return fail(start, 'a name needs a line of its own')
  const name = nameIn(source.slice(start, end))
  if (!isName(name)) return fail(start, `${JSON.stringify(name)} is not a name: letters, digits and _, no digit first`)
  const other = found.get(name)
  return other === undefined ? name : fail(start, `a second query ${name}; the first one is in line ${other.line}`)
}

/** Of a query, and of the file that it is in. */
export function isName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name)
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}
