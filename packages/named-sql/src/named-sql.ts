// Owns: the way from `chat.get_history` to its text, and what is said where there is none.
// Must not know: where the texts come from.

import { nearest } from '@godwit/core'
import type { DialectFamily } from '@godwit/core/driver'
import { NamedSqlError } from './named-sql-error.ts'
import { isName, parseNamedSql } from './parse-named-sql.ts'

/** `sql('chat.get_history')` is the text of that query. Throws `NamedSqlError` that tells what there is. */
export interface NamedSql {
  (path: string): string
  /** `chat.get_history` and so on, in the order in which they were read. */
  readonly paths: readonly string[]
}

/** A text, what it is called in paths, and what it is called in messages. */
export interface NamedText {
  readonly name: string
  readonly text: string
  readonly where: string
}

/** `files`: texts of named queries; `{ chat: '-- name: get_history …' }` gives `chat.get_history`. Throws `NamedSqlError` as `parseNamedSql`. */
export function namedSql(files: { readonly [name: string]: string }, dialect: DialectFamily): NamedSql {
  return found(
    Object.entries(files).map(([name, text]) => ({ name, text, where: name })),
    dialect,
  )
}

/** All texts are read at once, so that a mistake in any of them is found at the start and not where it is asked for. */
export function found(texts: readonly NamedText[], dialect: DialectFamily): NamedSql {
  const files = new Map<string, ReadonlyMap<string, string>>()
  for (const { name, text, where } of texts) {
    if (!isName(name)) throw new NamedSqlError(`${where}: ${JSON.stringify(name)} is not a name: letters, digits and _, no digit first`)
    files.set(name, new Map(parseNamedSql(text, dialect, where).map((query) => [query.name, query.text])))
  }
  const sql = (path: string): string => {
    const [file = '', query, ...more] = path.split('.')
    if (query === undefined || more.length > 0 || file === '' || query === '') {
      throw new NamedSqlError(
        `${JSON.stringify(path)} is not a path to a query: that is file.query, as in ${paths[0] ?? 'chat.get_history'}`,
      )
    }
    const queries = files.get(file) ?? unknown('There are no queries named', `${file}.…`, file, files.keys())
    return queries.get(query) ?? unknown(`There is no query`, path, query, queries.keys(), file)
  }
  const paths = [...files].flatMap(([file, queries]) => [...queries.keys()].map((query) => `${file}.${query}`))
  return Object.assign(sql, { paths })
}

function unknown(what: string, path: string, wanted: string, known: Iterable<string>, file?: string): never {
  const names = [...known]
  const guess = nearest(wanted, names)
  const there = `${file ?? 'There'} ${file === undefined ? 'are' : 'has'} ${names.join(', ') || 'none'}.`
  throw new NamedSqlError(`${what} ${path}.${guess === undefined ? '' : ` Did you mean ${guess}?`} ${there}`)
}
