// Laws of the splitter that hold for every script, checked on generated ones in which the statements are known.

import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import type { Statement } from '../src/model/statement.ts'
import { split } from '../src/pure/lexing/split.ts'
import { type GeneratedScript, hostileText, mysqlScript, postgresScript, sqliteScript } from './arbitrary-sql.ts'

const dialects: readonly (readonly [Dialect, Arbitrary<GeneratedScript>])[] = [
  [sqlite, sqliteScript],
  [postgres, postgresScript],
  [mysql, mysqlScript],
]

function statementsOf(text: string, dialect: Dialect): readonly Statement[] {
  const splitting = split(text, dialect.lexis)
  if (!splitting.ok) throw new Error(`${splitting.place.line}:${splitting.place.column}: ${splitting.reason}`)
  // Some inherit their tokens.
  return splitting.statements.map((statement) => ({ ...statement, tokens: statement.tokens }))
}

const runs = { numRuns: 1000 }

for (const [dialect, scripts] of dialects) {
  describe(`for ${dialect.family}`, () => {
    it('splitting statements that were joined gives them back', () => {
      fc.assert(
        fc.property(scripts, ({ statements, text }) => {
          expect(statementsOf(text, dialect).map((statement) => statement.text)).toEqual(statements)
        }),
        runs,
      )
    })

    it('the line and column of a statement are where its text stands', () => {
      fc.assert(
        fc.property(scripts, fc.integer({ min: 1, max: 99 }), ({ text }, line) => {
          const lines = text.split('\n')
          const splitting = split({ text, file: 'a.sql', line }, dialect.lexis)
          if (!splitting.ok) throw new Error(splitting.reason)
          let from = 0
          for (const statement of splitting.statements) {
            const offset = lines.slice(0, statement.line - line).join('\n').length + (statement.line > line ? 1 : 0) + statement.column - 1
            expect(text.slice(offset, offset + statement.text.length)).toBe(statement.text)
            expect(offset).toBeGreaterThanOrEqual(from)
            expect(statement.file).toBe('a.sql')
            from = offset + statement.text.length
          }
        }),
        runs,
      )
    })

    it('a statement is the same statement again when it is split alone', () => {
      fc.assert(
        fc.property(scripts, ({ text }) => {
          for (const statement of statementsOf(text, dialect)) {
            expect(statementsOf(statement.text, dialect)).toEqual([{ ...statement, line: 1, column: 1 }])
          }
        }),
        runs,
      )
    })

    it('tokens written apart are the same tokens: none was cut too short or too long', () => {
      fc.assert(
        fc.property(scripts, ({ text }) => {
          for (const { tokens } of statementsOf(text, dialect)) {
            const again = statementsOf(tokens.join('\n'), dialect).map((statement) => statement.tokens)
            expect(again).toEqual([tokens.map((token) => token.replaceAll('\r\n', '\n'))])
          }
        }),
        runs,
      )
    })

    it('any text at all is split or refused with a place inside it, and never more than it holds', () => {
      fc.assert(
        fc.property(fc.array(hostileText, { maxLength: 4 }), (parts) => {
          const text = parts.join(' ')
          const splitting = split(text, dialect.lexis)
          const lines = text.split('\n')
          if (splitting.ok) {
            expect(splitting.statements.map((statement) => statement.text).join('').length).toBeLessThanOrEqual(text.length)
          } else {
            expect(splitting.reason).not.toBe('')
            expect(splitting.place.line).toBeLessThanOrEqual(lines.length)
            expect(splitting.place.column).toBeLessThanOrEqual((lines[splitting.place.line - 1] ?? '').length + 1)
          }
        }),
        { numRuns: 3000 },
      )
    })
  })
}

describe('for mysql with DELIMITER', () => {
  it('any delimiter separates what a semicolon would, wherever it stands', () => {
    const delimiters = fc.constantFrom('$$', '//', ';;', '|', 'go', '@@END@@', '%%%')
    fc.assert(
      fc.property(mysqlScript, delimiters, fc.constantFrom('', ' ', ';\n', ' -- end\n'), ({ statements }, delimiter, before) => {
        // Written behind the statement, the delimiter must not be in it.
        fc.pre(statements.every((statement) => !statement.includes(delimiter)))
        const text = `DELIMITER ${delimiter}\n${statements.map((statement) => statement + before + delimiter).join('\n')}\nDELIMITER ;\nSELECT 'last';`
        expect(statementsOf(text, mysql).map((statement) => statement.text)).toEqual([...statements, "SELECT 'last'"])
      }),
      runs,
    )
  })
})

it('a NUL is refused, because SQLite would stop there in silence', () => {
  const splitting = split('SELECT 1;\nSELECT\0 2', sqlite.lexis)
  expect(splitting).toEqual({
    ok: false,
    reason: expect.stringContaining('NUL') as string,
    place: { file: undefined, line: 2, column: 7, text: '\0 2' },
  })
})
