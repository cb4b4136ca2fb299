// Which comments a reader of markers is told of, and where they stand.

import { describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import { lineComments } from '../src/pure/lexing/line-comments.ts'

const found = (text: string, dialect: Dialect): readonly string[] =>
  lineComments(text, dialect.lexis).map((comment) => `${comment.line}:${comment.column} ${comment.surroundings} ${comment.text}`)

describe('line comments', () => {
  it('are told with their place, and which statement they stand in', () => {
    const text =
      '-- migrate:up\nCREATE TABLE a (\n  x TEXT -- in a statement\n); -- behind it\n\n  -- migrate:down\nDROP TABLE a\n-- no semicolon before\n'
    expect(found(text, sqlite)).toEqual([
      '1:1 between -- migrate:up',
      '3:10 statement -- in a statement',
      '4:4 between -- behind it',
      '6:3 between -- migrate:down',
      '8:1 statement -- no semicolon before',
    ])
    for (const { text: comment, offset, end } of lineComments(text, sqlite.lexis)) expect(text.slice(offset, end)).toBe(comment)
  })

  it('are not found in strings, names and block comments', () => {
    const text = 'SELECT \'\n-- migrate:down\n\', "\n-- one\n" /*\n-- +goose Down\n*/; -- real'
    expect(found(text, sqlite)).toEqual(['7:5 between -- real'])
    expect(found(`DO $$\n-- migrate:down\n$$; /* /* */\n-- x\n*/ -- real`, postgres)).toEqual(['5:4 between -- real'])
    expect(found(`SELECT '\\'\n-- x\n', "\n# y\n", \`\n-- z\n\`; # real`, mysql)).toEqual(['7:4 between # real'])
  })

  it('in the body of a trigger or routine are told as such', () => {
    const text = 'CREATE TRIGGER t AFTER INSERT ON a -- head\nBEGIN\n  -- migrate:down\n  SELECT 1; -- here\nEND -- tail\n; -- out'
    expect(found(text, sqlite)).toEqual([
      '1:36 statement -- head',
      '3:3 body -- migrate:down',
      '4:13 body -- here',
      '5:5 statement -- tail',
      '6:3 between -- out',
    ])
    const goose = '-- +goose Up\n-- +goose StatementBegin\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1; -- x\nEND;\n-- +goose StatementEnd\n'
    expect(found(goose, mysql)).toEqual([
      '1:1 between -- +goose Up',
      '2:1 between -- +goose StatementBegin',
      '5:13 body -- x',
      '7:1 between -- +goose StatementEnd',
    ])
    expect(found('DELIMITER //\nCREATE PROCEDURE p() AS x INT; -- y\nBEGIN END; //\n-- z', mysql)).toEqual([
      '2:32 body -- y',
      '4:1 between -- z',
    ])
  })

  it('keep no carriage return', () => {
    expect(found('-- +goose Up\r\nSELECT 1;\r\n-- +goose Down\r\n', sqlite)).toEqual([
      '1:1 between -- +goose Up',
      '3:1 between -- +goose Down',
    ])
    expect(found('-- a\rSELECT 1; -- b\r\n', postgres)).toEqual(['1:1 between -- a', '1:16 between -- b'])
  })

  it('include the breakpoint of Drizzle, which is no comment to MySQL itself', () => {
    const text = 'CREATE TABLE a (x INT);--> statement-breakpoint\nCREATE TABLE b (x INT);\n--> statement-breakpoint\nSELECT 5-->3'
    for (const dialect of [sqlite, postgres, mysql]) {
      const breakpoints = lineComments(text, dialect.lexis).filter((comment) => comment.text === '--> statement-breakpoint')
      expect(breakpoints.map(({ line, column, surroundings }) => [line, column, surroundings])).toEqual([
        [1, 24, 'between'],
        [3, 1, 'between'],
      ])
    }
    expect(found('SELECT 5-->3', mysql)).toEqual([])
  })

  it('are told up to the place that cannot be read', () => {
    expect(found("-- a\nSELECT 'x;\n-- b\n", sqlite)).toEqual(['1:1 between -- a'])
    expect(found('-- a\nCOPY t FROM STDIN;\n1\n\\.\n-- b\n', postgres)).toEqual(['1:1 between -- a'])
  })

  it('count columns from behind a byte order mark', () => {
    expect(lineComments('\ufeff-- migrate:up\n', sqlite.lexis)).toEqual([
      { text: '-- migrate:up', offset: 1, end: 14, line: 1, column: 1, surroundings: 'between' },
    ])
  })
})
