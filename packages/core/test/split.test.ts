// What none of the oracles can say: statements that the engines at hand refuse or do not know.

import { describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import { split } from '../src/pure/lexing/split.ts'

function textsOf(text: string, dialect: Dialect): readonly string[] {
  const splitting = split(text, dialect.lexis)
  if (!splitting.ok) throw new Error(`${splitting.place.line}:${splitting.place.column}: ${splitting.reason}`)
  return splitting.statements.map((statement) => statement.text)
}

describe('a statement that the engine will refuse does not swallow the ones behind it', () => {
  const cases: readonly (readonly [string, Dialect, readonly string[]])[] = [
    ['an empty statement in a trigger', sqlite, ['CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;; END', 'SELECT 2']],
    ['a trigger without a body', sqlite, ['CREATE TRIGGER t AFTER INSERT ON a', 'SELECT 2']],
    ['a closing parenthesis too many', postgres, ['SELECT 1)', 'SELECT (2)']],
    ['an open parenthesis', sqlite, ['SELECT (1', 'SELECT 2']],
    ['a trigger of MySQL without a body', mysql, ['CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW', 'SELECT 2']],
  ]
  it.each(cases)('%s', (_what, dialect, statements) => expect(textsOf(statements.join('; '), dialect)).toEqual(statements))
})

describe('stored programs of MySQL', () => {
  it('may bear the names of keywords behind a dot', () => {
    const statements = [
      'CREATE PROCEDURE s.as() BEGIN SELECT 1; END',
      'CREATE EVENT s.do ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; END',
      'CREATE EVENT do ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; END',
      'CREATE EVENT IF NOT EXISTS do ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; END',
      'ALTER EVENT e RENAME TO do DO BEGIN SELECT 1; END',
    ]
    expect(textsOf(statements.join(';\n'), mysql)).toEqual(statements)
  })

  it('may collate by binary before an END, which MySQL takes and MariaDB does not', () => {
    const program = "CREATE PROCEDURE p() BEGIN IF CASE WHEN 1 THEN 'a' COLLATE binary END = 'a' THEN BEGIN SELECT 2; END; END IF; END"
    expect(textsOf(`${program}; SELECT 1`, mysql)).toEqual([program, 'SELECT 1'])
  })

  it('that come from a library end at a semicolon, with DELIMITER too', () => {
    expect(textsOf("DELIMITER //\nCREATE FUNCTION f RETURNS STRING SONAME 'f.so'; SELECT 1//", mysql)).toEqual([
      "CREATE FUNCTION f RETURNS STRING SONAME 'f.so'",
      'SELECT 1',
    ])
  })

  it('that we do not understand end where DELIMITER says, not at their first semicolon', () => {
    const program = 'CREATE PROCEDURE p(a INT) IS\n  b INT;\nBEGIN\n  NULL;\nEND'
    expect(textsOf(`DELIMITER $$\n${program};\n$$\nDELIMITER ;\nSELECT 1;`, mysql)).toEqual([program, 'SELECT 1'])
  })
})

it('DELIMITER holds for the text in which it stands, and no longer', () => {
  expect(textsOf('DELIMITER //\nSELECT 1//', mysql)).toEqual(['SELECT 1'])
  expect(textsOf('SELECT 1; SELECT 2', mysql)).toEqual(['SELECT 1', 'SELECT 2'])
})

it('a text without a file has none in its statements and refusals', () => {
  expect(split('SELECT 1', sqlite.lexis)).toMatchObject({ statements: [{ file: undefined, line: 1, column: 1 }] })
  expect(split({ text: "\n'", file: 'x.sql', line: 40 }, sqlite.lexis)).toMatchObject({
    ok: false,
    place: { file: 'x.sql', line: 41, column: 1 },
  })
})
