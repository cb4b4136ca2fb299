// PostgreSQL's own parser and scanner say where statements and tokens end; the splitter must say the same.

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { loadModule, parseSync, scanSync } from 'libpg-query'
import { beforeAll, describe, expect, it } from 'vitest'
import { postgres } from '../src/driver.ts'
import type { Statement } from '../src/model/statement.ts'
import { split } from '../src/pure/lexing/split.ts'
import { postgresScript } from './arbitrary-sql.ts'

/**
 * libpg_query returns comments as tokens and so does not go on with a string behind one, as the server does: PostgreSQL
 * 15.18 answers `a;b';cd'` and `2` to the first statement. Its golden file is by hand.
 */
const SCANNER_DIFFERS = '21_string_continued_over_comments.sql'

const folder = new URL('testdata/split/postgres/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.sql') && name !== SCANNER_DIFFERS)
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
/** As the server gets it from psql, which keeps the commands for itself that pg_dump writes. */
const sent = (text: string): string => text.replace(/^\\(?:un)?restrict \w+$/gm, '')

beforeAll(() => loadModule())

function statementsOf(text: string): readonly Statement[] {
  const splitting = split(text, postgres.lexis)
  if (!splitting.ok) throw new Error(`${splitting.place.line}:${splitting.place.column}: ${splitting.reason}`)
  return splitting.statements
}

/** Parse trees without the places in the text. */
function treesOf(text: string): readonly unknown[] {
  // psql takes the byte order mark away before the server sees it.
  const trees = parseSync(`${text.replace(/^\ufeff/, '')} `).stmts ?? []
  const withoutPlaces = JSON.stringify(trees, (key, value: unknown) =>
    /(?:location|stmt_len|list_start|list_end)$/.test(key) ? undefined : value,
  )
  return JSON.parse(withoutPlaces) as readonly unknown[]
}

/** The scanner's tokens, a string in several parts as its parts. */
function tokensOf(text: string): readonly string[] {
  const tokens = scanSync(text).tokens.filter(({ tokenName }) => tokenName !== 'SQL_COMMENT' && tokenName !== 'C_COMMENT')
  return tokens
    .flatMap(({ text: token, tokenName }) => (tokenName === 'SCONST' && !token.startsWith('$') ? partsOf(token) : [token]))
    .map((token) => token.replaceAll('\r\n', '\n'))
}

/** `'a' -- comment, line end, 'b'` is one token to PostgreSQL. */
function partsOf(token: string): readonly string[] {
  const escapes = /^e/i.test(token)
  const part = escapes ? /^(?:e)?'(?:[^'\\]|''|\\[^])*'/i : /^(?:n|u&)?'(?:[^']|'')*'/i
  const parts: string[] = []
  for (let rest = token; rest !== '';) {
    const found = part.exec(rest)?.[0]
    if (found === undefined) throw new Error(`not a string: ${rest}`)
    parts.push(found)
    rest = rest.slice(found.length).replace(/^(?:\s|--[^\n\r]*[\n\r])*/, '')
  }
  return parts
}

function agrees(text: string): void {
  const statements = statementsOf(text)
  expect(statements.flatMap((statement) => treesOf(statement.text))).toEqual(treesOf(sent(text)))
  for (const statement of statements) {
    expect(treesOf(statement.text), statement.text).toHaveLength(1)
    expect(statement.tokens, statement.text).toEqual(tokensOf(statement.text))
  }
}

describe('the splitter agrees with the parser of PostgreSQL', () => {
  for (const file of files) {
    const text = read(file)
    if (!file.includes('_refused_')) it(`on the statements and tokens of ${file}`, () => agrees(text))
    else it(`that ${file} is not a script for the server`, () => expect(() => treesOf(text)).toThrow())
  }

  it('on generated scripts', () => {
    fc.assert(
      fc.property(postgresScript, ({ text }) => agrees(text)),
      { numRuns: 500 },
    )
  })
})
