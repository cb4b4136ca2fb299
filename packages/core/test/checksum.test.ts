// Law 8: a checksum is about meaning. What does not change it, what does.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import type { Statement } from '../src/model/statement.ts'
import { checksum, rawChecksum } from '../src/pure/line/checksum.ts'
import { split } from '../src/pure/lexing/split.ts'
import { mysqlScript, postgresScript, sqliteScript } from './arbitrary-sql.ts'

function statementsOf(text: string, dialect: Dialect): readonly Statement[] {
  const splitting = split(text, dialect.lexis)
  if (!splitting.ok) throw new Error(`${splitting.place.line}:${splitting.place.column}: ${splitting.reason}`)
  return splitting.statements
}

const of = (text: string, dialect: Dialect = sqlite): string => checksum(statementsOf(text, dialect))
const gap = fc.constantFrom(' ', '\n', '\r\n', '\t', ' /* a; \' " $$ comment */ ', ' -- to the end; \' " $$\n', '  ')

for (const [dialect, scripts] of [
  [sqlite, sqliteScript],
  [postgres, postgresScript],
  [mysql, mysqlScript],
] as const) {
  describe(`the checksum of a script for ${dialect.family}`, () => {
    it('is not changed by line ends, a byte order mark, and comments and semicolons around (E-X5)', () => {
      fc.assert(
        fc.property(scripts, ({ text }) => {
          const crlf = text.replaceAll(/\r?\n/g, '\r\n')
          expect(of(crlf, dialect)).toBe(of(text, dialect))
          expect(of(`\ufeff${text}`, dialect)).toBe(of(text, dialect))
          expect(of(`/* one; */ ;; -- two;\n${text};; -- three`, dialect)).toBe(of(text, dialect))
        }),
        { numRuns: 500 },
      )
    })

    it('is not changed by other white space and comments between any two tokens', () => {
      fc.assert(
        fc.property(scripts, fc.array(gap, { minLength: 7, maxLength: 7 }), ({ text }, gaps) => {
          const statements = statementsOf(text, dialect)
          let n = 0
          const spaced = statements.map(({ tokens }) => tokens.map((token) => token + (gaps[n++ % gaps.length] ?? ' ')).join('')).join(';')
          expect(of(spaced, dialect)).toBe(
            checksum(
              statements.map((statement) => ({ ...statement, tokens: statement.tokens.map((token) => token.replaceAll('\r\n', '\n')) })),
            ),
          )
        }),
        { numRuns: 500 },
      )
    })

    it('is not changed by how the statements are spread over strings', () => {
      fc.assert(
        fc.property(scripts, ({ text, statements }) => {
          expect(checksum(statements.flatMap((statement) => statementsOf(statement, dialect)))).toBe(of(text, dialect))
        }),
        { numRuns: 500 },
      )
    })

    it('is changed by every token that is left out, doubled, or written otherwise (E-X5)', () => {
      fc.assert(
        fc.property(scripts, fc.nat(), ({ text }, pick) => {
          const statements = statementsOf(text, dialect)
          const statement = statements[pick % Math.max(statements.length, 1)]
          if (statement === undefined) return
          const at = pick % statement.tokens.length
          const token = statement.tokens[at] ?? ''
          for (const instead of [
            [],
            [token, token],
            [`${token}x`],
            [token.toUpperCase() === token ? token.toLowerCase() : token.toUpperCase()],
          ]) {
            if (instead[0] === token && instead.length === 1) continue
            const changed = { ...statement, tokens: statement.tokens.toSpliced(at, 1, ...instead) }
            expect(checksum(statements.map((other) => (other === statement ? changed : other)))).not.toBe(checksum(statements))
          }
        }),
        { numRuns: 500 },
      )
    })
  })
}

describe('the checksum', () => {
  it('carries the name of its algorithm', () => {
    expect(of('SELECT 1')).toMatch(/^tokens-sha256:[0-9a-f]{64}$/)
    expect(rawChecksum(['SELECT 1'])).toMatch(/^raw-sha256:[0-9a-f]{64}$/)
  })

  it('is what it was when it was first written: another value here would make every applied migration a changed one', () => {
    const script = "CREATE TABLE a (x TEXT DEFAULT 'é');\nSELECT 1"
    const tokens = "CREATE TABLE a ( x TEXT DEFAULT 'é' )".split(' ').join('\0')
    expect(of(script)).toBe(`tokens-sha256:${createHash('sha256').update(`${tokens}\0\0SELECT\u00001\0\0`).digest('hex')}`)
    expect(of(script)).toBe('tokens-sha256:acd5582747fd7e8a8a22832c25f18f399879c3303a29bcc19449d56286d67432')
    expect(rawChecksum([script, ''])).toBe(`raw-sha256:${createHash('sha256').update(`${script.length}:${script}0:`).digest('hex')}`)
  })

  it('tells one list of statements from another however the tokens are cut', () => {
    const token = fc.constantFrom('a', 'b', 'ab', ';', "''")
    const lists = fc.array(fc.array(token, { minLength: 1, maxLength: 4 }), { maxLength: 4 })
    const statements = (list: readonly (readonly string[])[]): readonly Statement[] =>
      list.map((tokens) => ({ text: '', file: undefined, line: 1, column: 1, tokens }))
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        expect(checksum(statements(a)) === checksum(statements(b))).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
      { numRuns: 2000 },
    )
  })

  const same: readonly (readonly [string, string, string, Dialect])[] = [
    ['a semicolon at the end', 'SELECT 1', 'SELECT 1 ; ', sqlite],
    ['white space around operators', 'SELECT a<=b', 'SELECT a <= b', sqlite],
    ['white space inside parentheses', 'CREATE TABLE a(x)', 'CREATE TABLE a ( x )', sqlite],
    ['a sign that PostgreSQL reads by itself', 'SELECT a=-1', 'SELECT a = - 1', postgres],
    ['N before a string of PostgreSQL', "SELECT N'a'", "SELECT N 'a'", postgres],
    ['a comment where a string goes on', "SELECT E'a'\n'b\\''", "SELECT E'a' -- c\n 'b\\''", postgres],
    ['a line end in a string', "SELECT 'a\nb'", "SELECT 'a\r\nb'", postgres],
    [
      'DELIMITER',
      'CREATE PROCEDURE p() BEGIN SELECT 1; END',
      'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;',
      mysql,
    ],
    ['the key of a dump', 'SELECT 1', '\\restrict k3y\n\nSELECT 1;\n\n\\unrestrict k3y\n', postgres],
    ['a # comment', 'SELECT 1', 'SELECT # one\n1', mysql],
    ['an empty executable comment', 'SELECT 1', 'SELECT 1; /*!50000 */;', mysql],
  ]
  it.each(same)('is not changed by %s', (_what, a, b, dialect) => expect(of(a, dialect)).toBe(of(b, dialect)))

  const other: readonly (readonly [string, string, string, Dialect])[] = [
    ['the case of a keyword', 'SELECT 1', 'select 1', sqlite],
    ['quotes around a name', 'SELECT a', 'SELECT "a"', sqlite],
    ['white space in a string', "SELECT 'a b'", "SELECT 'a  b'", sqlite],
    ['white space in a dollar-quoted body', 'DO $$ BEGIN END $$', 'DO $$ BEGIN  END $$', postgres],
    ['a comment in a dollar-quoted body', 'DO $$ BEGIN END $$', 'DO $$ BEGIN END --\n $$', postgres],
    ['an operator cut in two', 'SELECT a<=b', 'SELECT a< =b', sqlite],
    ['a minus that becomes part of an operator', 'SELECT a@-1', 'SELECT a@ -1', postgres],
    ['a string that becomes two', "SELECT 'a''b'", "SELECT 'a' 'b'", mysql],
    ['a prefix that becomes a name', "SELECT x'41'", "SELECT x '41'", sqlite],
    ['E before a string', "SELECT 'a'", "SELECT E'a'", postgres],
    ['two statements that become one', 'SELECT 1; SELECT 2', 'SELECT 1 SELECT 2', sqlite],
    ['the order of statements', 'SELECT 1; SELECT 2', 'SELECT 2; SELECT 1', sqlite],
    ['a number', 'SELECT 1.0', 'SELECT 1.00', sqlite],
    ['the version of an executable comment', 'SELECT 1 /*!50001 + 1 */', 'SELECT 1 /*!80001 + 1 */', mysql],
    ['code put into an executable comment', 'SELECT 1 + 1', 'SELECT 1 /*! + 1 */', mysql],
    ['an executable comment that becomes a comment', 'SELECT 1 /*! + 1 */', 'SELECT 1 /* + 1 */', mysql],
  ]
  it.each(other)('is changed by %s', (_what, a, b, dialect) => expect(of(a, dialect)).not.toBe(of(b, dialect)))
})

describe('the raw checksum', () => {
  it('is changed by everything, and by where one text ends', () => {
    expect(rawChecksum(['SELECT 1'])).not.toBe(rawChecksum(['SELECT 1 ']))
    expect(rawChecksum(['SELECT\n1'])).not.toBe(rawChecksum(['SELECT\r\n1']))
    expect(rawChecksum(['ab', 'c'])).not.toBe(rawChecksum(['a', 'bc']))
    expect(rawChecksum(['ab'])).not.toBe(rawChecksum(['ab', '']))
    expect(rawChecksum(['1:a'])).not.toBe(rawChecksum(['', 'a']))
  })
})
