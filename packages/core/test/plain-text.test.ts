// What the runtime's regular expressions find in a text is what the lexer finds in it.

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mysql, postgres, sqlite } from '../src/driver.ts'
import type { Statement } from '../src/model/statement.ts'
import { encodeTokens } from '../src/pure/line/checksum.ts'
import { readMarker } from '../src/pure/file/marker.ts'
import { encodePlain, plainPieces } from '../src/pure/lexing/plain-text.ts'
import { collectPlain, collectStatements } from '../src/pure/lexing/statement-collector.ts'
import { walk } from '../src/pure/lexing/walk.ts'
import { hostileText, sqliteScript } from './arbitrary-sql.ts'

const { lexis } = sqlite

interface Reading {
  readonly statements: readonly Statement[]
  readonly markers: readonly string[]
  readonly tokens: string
}

/** Undefined where the lexer refuses the text. */
function byLexer(text: string): Reading | undefined {
  const { token, statement, take } = collectStatements(text, 'a.sql', 1)
  const markers: string[] = []
  const lineComment = (start: number, end: number, surroundings: string): void => {
    if (readMarker(text.slice(start + 2, end)) !== undefined) markers.push(`${start}-${end} ${surroundings}`)
  }
  if (walk(text, lexis, { token, statement, lineComment }) !== undefined) return undefined
  const statements = take()
  return { statements, markers, tokens: encodeTokens(statements) }
}

/** Those of a pattern inherit their tokens. */
function withTokens(statements: readonly Statement[]): readonly Statement[] {
  return statements.map((statement) => ({ ...statement, tokens: statement.tokens }))
}

/** Undefined where the text is left to the lexer. */
function byPattern(text: string): Reading | undefined {
  const pieces = plainPieces(text, lexis)
  if (pieces === undefined) return undefined
  const { statement, take } = collectPlain(text, 'a.sql', 1, lexis)
  const markers: string[] = []
  for (const { kind, start, end } of pieces) {
    if (kind === 'statement') statement(start, end)
    else if (readMarker(text.slice(start + 2, end)) !== undefined) markers.push(`${start}-${end} between`)
  }
  return { statements: withTokens(take()), markers, tokens: encodePlain(text, lexis) }
}

/** Whether the pattern read it. */
function agrees(text: string): boolean {
  const found = byPattern(text)
  if (found === undefined) return false
  expect(found).toEqual(byLexer(text))
  return true
}

const CHARACTERS = ';;\'"`[].,:=<>|!-+*/()$_@#?~&%^{} \t\n\r\v\f019eExXaZ'
const WORDS = ['--', '/*', '*/', '/**/', '/***/', '->>', '->', '||', '::', ':=', '..', '1.', '.5', '1e', '1e-3', "x'", "''", '""']
const OTHERS = ['\r\n', 'é', '🐦', '\u0080', '\uffff', 'CREATE ', 'SELECT', '/* why; */', "'it''s'", '"a""b"', '[a;b]']
const COMMENTS = ['-- migrate:up\n', '-- +goose Down\n', '--> statement-breakpoint\n', '-- Up Migration\n', '-- why\n']

/** Every piece that means something to either, and those that only look like it. */
const piece = fc.oneof(fc.constantFrom(...CHARACTERS, ...WORDS, ...OTHERS, ...COMMENTS), hostileText)
const soup = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''))

describe('a text that a pattern reads', () => {
  it('has the statements, markers and tokens that the lexer finds: generated scripts', () => {
    let read = 0
    fc.assert(
      fc.property(sqliteScript, ({ text }) => {
        if (agrees(text)) read++
      }),
      { numRuns: 1000 },
    )
    expect(read).toBeGreaterThan(300)
  })

  it('has the statements, markers and tokens that the lexer finds: anything at all', () => {
    let read = 0
    fc.assert(
      fc.property(soup, (text) => {
        if (agrees(text)) read++
      }),
      { numRuns: Number(process.env['SOUP'] ?? 5000) },
    )
    expect(read).toBeGreaterThan(500)
  })

  it('has the statements, markers and tokens that the lexer finds: the golden files, whole and cut off anywhere', () => {
    const folder = new URL('testdata/', import.meta.url)
    let read = 0
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.sql')) continue
      const text = readFileSync(new URL(name, folder), 'utf8')
      for (let end = Math.max(0, text.length - 300); end <= text.length; end++) if (agrees(text.slice(0, end))) read++
    }
    expect(read).toBeGreaterThan(1000)
  })

  it.each([
    ['a semicolon in a comment that an open string follows', "-- it's; don't\n'"],
    ['a semicolon in a comment behind which a string ends', "-- a;b' \n 'c"],
    ['a comment that seems to go on behind its end', "/* a */ ' */ ;"],
    ['dashes behind an operator', 'a<--b\n;'],
    ['a slash behind a star', 'SELECT 1 */* x */ 2'],
  ])('is not read in another way where the first one fails: %s', (_, text) => {
    const found = byPattern(text)
    if (found !== undefined) expect(found).toEqual(byLexer(text))
  })
})

describe('is left to the lexer', () => {
  it.each([
    ['a trigger', 'CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END'],
    ['an open string', "SELECT 'a"],
    ['an open comment', 'SELECT 1 /* a'],
    ['a NUL', 'SELECT \0 1'],
    ['a byte order mark', '\ufeffSELECT 1'],
    ['a backslash', 'SELECT \\'],
    ['a command of the shell', 'SELECT 1; .tables'],
    ['a marker in a statement', 'SELECT 1\n-- migrate:down\n;'],
    ['a marker before the semicolon', 'SELECT 1\n--> statement-breakpoint\n;'],
  ])('%s', (_, text) => expect(plainPieces(text, lexis)).toBeUndefined())

  it.each([postgres, mysql])('what $family reads', (dialect) => expect(plainPieces('SELECT 1', dialect.lexis)).toBeUndefined())

  it('what would need more room than the runtime has', () => {
    const rows = (count: number): string => `INSERT INTO t VALUES ${"(1, 'a', x'00'), ".repeat(count)}(1, 'b', NULL);`
    expect(plainPieces(rows(50_000), lexis)).toHaveLength(1)
    expect(plainPieces(rows(100_000), lexis)).toBeUndefined()
  })

  // In any other order than the one it has, the pattern would try for hours.
  it.each(['/**/', '--\n', "''", 'a ', '- ', '1', ';'])('what is not closed at the end of a long row of %j', (unit) => {
    expect(plainPieces(`${unit.repeat(100_000)}'`, lexis)).toBeUndefined()
  })
})
