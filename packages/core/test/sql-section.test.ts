import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mysql, postgres, sqlite, type Dialect } from '../src/driver.ts'
import { isMigrateError, type MigrateError } from '../src/model/error.ts'
import type { Migration, SqlFragment } from '../src/model/migration.ts'
import { split } from '../src/pure/lexing/split.ts'
import { readSqlFile, type SqlScripts } from '../src/pure/file/sql-file.ts'
import { readDirectory } from '../src/source/directory.ts'
import { temporaryFolder } from './temporary-folder.ts'

const read = (text: string, dialect = sqlite): SqlScripts => readSqlFile(text, 'x.sql', 'whole', dialect.lexis)
const texts = (fragments: readonly SqlFragment[]): readonly string[] => fragments.map(({ text }) => text.trim())

describe('a marker is none', () => {
  test.each([
    ['in a string', sqlite, "SELECT '\n-- migrate:down\n';"],
    ['in a quoted name', sqlite, 'SELECT "\n-- migrate:down\n";'],
    ['in a block comment', sqlite, '/*\n-- migrate:down\n*/ SELECT 1;'],
    ['in a nested block comment', postgres, '/* /* */\n-- migrate:down\n*/ SELECT 1;'],
    ['in a dollar quote', postgres, 'DO $$\n-- migrate:down\n$$;'],
    ['in a dollar quote with a tag', postgres, 'DO $a$ $$\n-- migrate:down\n $$ $a$;'],
    ['behind an escaped quote', mysql, "SELECT '\\'\n-- migrate:down\n';"],
    ['behind an escaped quote in an E string', postgres, "SELECT E'\\'\n-- migrate:down\n';"],
    ['behind a number sign, a comment on MySQL', mysql, '# migrate:down\nSELECT 1;'],
    ['as prose', sqlite, '-- down by the river\n-- migrating upwards\n-- goose up\nSELECT 1;'],
  ])('%s', (_, dialect, text) => {
    expect(read(`-- migrate:up\n${text}\n`, dialect)).toEqual({
      up: [{ text: `${text}\n`, file: 'x.sql', line: 2 }],
      down: [],
      transaction: 'auto',
      foreignKeys: 'enforced',
    })
  })
})

describe('a marker is one', () => {
  test.each([
    ['in any case', sqlite, '-- Migrate:UP', '-- MIGRATE:Down'],
    ['without a space', sqlite, '--migrate:up', '--migrate:down'],
    ['without a space on MySQL, which takes it for two minus signs', mysql, '--migrate:up', '--migrate:down'],
    ['indented', sqlite, '\t -- migrate:up', '  --  migrate:down  '],
    ['with an option', sqlite, '-- migrate:up transaction:true', '-- migrate:down   transaction:true'],
    ['as goose writes it', sqlite, '-- +goose Up', '-- +goose   DOWN'],
    ['as node-pg-migrate writes it', postgres, '-- Up Migration', '------ down   migration of the users'],
  ])('%s', (_, dialect, up, down) => {
    const { up: ups, down: downs } = read(`${up}\nSELECT 'up';\n${down}\nSELECT 'down';\n`, dialect)
    expect([texts(ups), texts(downs)]).toEqual([["SELECT 'up';"], ["SELECT 'down';"]])
    expect([ups[0]?.line, downs[0]?.line]).toEqual([2, 4])
  })
})

describe('where another tool begins the way down, what follows is not taken for the way up', () => {
  test.each([
    ['sql-migrate', sqlite, '-- +migrate Up', '-- +migrate Down'],
    ['sql-migrate with an option', postgres, '-- +migrate Up notransaction', '-- +migrate Down notransaction'],
    ['micrate', sqlite, '-- +micrate Up', '-- +micrate Down'],
    ['goose with a space too many', sqlite, '-- + goose Up', '-- + goose Down'],
    ['tern', postgres, '', '---- create above / drop below ----'],
    ['MyBatis', sqlite, '--// create it', '--//@UNDO'],
    ['MyBatis with spaces', sqlite, '-- // create it', '-- // @UNDO'],
    ['evolutions of Play', postgres, '-- !Ups', '-- !Downs'],
    ['evolutions of Play on MySQL', mysql, '# --- !Ups', '# --- !Downs'],
    ['the npm package sqlite', sqlite, '-- Up', '-----------\n-- Down\n-----------'],
    ['rambler', sqlite, '-- rambler up', '-- rambler down'],
    ['a colon that strayed', sqlite, '-- migrate:up', '-- migrate :down'],
    ['a word that strayed', sqlite, '-- Up Migration', '-- Migration: Down'],
    ['a letter too many', sqlite, '-- migrations:up', '-- migrations:down'],
    ['quotation marks', postgres, '-- "migrate:up"', '-- "migrate:down"'],
    ['a character that nobody sees', sqlite, '-- \u200bmigrate:up', '-- \u200bmigrate:down'],
    ['another word for it', sqlite, '-- apply', '-- rollback'],
    ['a heading', postgres, '-- == Migration ==', '-- == Rollback: =='],
    ['a heading of two words', mysql, '# migration', '# Undo script'],
    ['two words for one', sqlite, '', '-- Roll back'],
    ['what Sqitch calls it', postgres, '-- Deploy', '-- Revert'],
    ['words behind it', sqlite, '-- UP: make the table', '-- DOWN: drop the table'],
  ])('%s', (_, dialect, up, down) => {
    const text = `${up}\nCREATE TABLE a (id INTEGER);\n${down}\nDROP TABLE a;\n`
    expect(() => read(text, dialect)).toThrow(/^x\.sql:\d: to another tool the way down begins here/)
    // Without a statement it is a heading, or what a template left.
    const unfilled = `${up}\nCREATE TABLE a (id INTEGER);\n${down}\n-- DROP TABLE a;\n`
    expect(read(unfilled, dialect)).toMatchObject({ up: [{ text: expect.stringContaining('CREATE TABLE a') as string }], down: [] })
  })

  test('it is a heading where the way down is known to begin', () => {
    const { up, down } = read('-- migrate:up\nSELECT 1;\n-- Down\n-- migrate:down\n-- Down:\nSELECT 2;\n')
    expect([up.map(({ line }) => line), down.map(({ line }) => line)]).toEqual([[2], [5]])
    expect(readSqlFile('-- Down\nDROP TABLE a;\n', 'x.down.sql', 'down', sqlite.lexis).down).toHaveLength(1)
  })

  test.each([
    '-- down by the river',
    'SELECT 1; -- down',
    '-- scale down',
    '-- drop below zero',
    '-- @undone',
    '-- boil down:',
    '-- undo the rename of 0003',
    '-- rollback: DROP TABLE a',
    '-- rollback segment',
    '-- revert to the old names',
    'SELECT 1; -- rollback',
  ])('%s is prose', (prose) => {
    expect(read(`SELECT 1;\n${prose}\nSELECT 2;\n`).up).toHaveLength(1)
  })
})

test('a marker that MySQL takes for two minus signs is no statement of its section', () => {
  expect(read('--migrate:up\nSELECT 1;\n--migrate:down transaction:false\n', mysql)).toEqual({
    up: [{ text: 'SELECT 1;\n', file: 'x.sql', line: 2 }],
    down: [],
    transaction: 'forbidden',
    foreignKeys: 'enforced',
  })
})

test('a statement without its semicolon ends at a marker', () => {
  const { up, down } = read('-- migrate:up\nCREATE TABLE a (id INTEGER)\n-- migrate:down\nDROP TABLE a')
  expect([texts(up), texts(down)]).toEqual([['CREATE TABLE a (id INTEGER)'], ['DROP TABLE a']])
})

test('a text that cannot be read stays whole, so that nothing of it is taken for the other direction', () => {
  const text = "-- migrate:up\nSELECT 'a;\n-- migrate:down\nDROP TABLE a;\n"
  const { up, down } = read(text)
  expect([up, down]).toEqual([[{ text, file: 'x.sql', line: 1 }], []])
  expect(split(up[0] ?? '', sqlite.lexis)).toMatchObject({ ok: false, place: { file: 'x.sql', line: 2, column: 8 } })
})

test('a block of goose may hold several statements, as its template invites to', () => {
  const { up } = read('-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\nSELECT 2;\n-- +goose StatementEnd\n')
  expect(up).toHaveLength(1)
  expect(split(up[0] ?? '', sqlite.lexis)).toMatchObject({ ok: true, statements: [{ text: 'SELECT 1' }, { text: 'SELECT 2' }] })
})

test('settings hold for the migration, whichever file says them', async () => {
  const load = async (files: Readonly<Record<string, string>>): Promise<Migration | undefined> => {
    const [source] = await readDirectory(temporaryFolder(files), { dialect: sqlite })
    return source?.load()
  }
  const up = { '0001_x.up.sql': 'SELECT 1;' }
  expect(await load({ ...up, '0001_x.down.sql': '-- migrate: transaction=forbidden foreign-keys=suspended\nSELECT 2;' })).toMatchObject({
    transaction: 'forbidden',
    foreignKeys: 'suspended',
  })
  expect(await load({ ...up, '0001_x.down.autocommit.sql': 'SELECT 2;' })).toMatchObject({ transaction: 'forbidden' })
  expect(await load({ '0001_x.sql': '-- migrate:up\n-- migrate: foreign-keys=suspended\nSELECT 1;' })).toMatchObject({
    foreignKeys: 'suspended',
  })
  expect(await load({ '0001_x.sql': '-- migrate: transaction=auto foreign-keys=enforced\nSELECT 1;' })).not.toHaveProperty('transaction')
})

test('of two ways down the one that is meant for the engine more closely is taken', async () => {
  const marked = (name: string): string => `-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT '${name}';\n`
  const down = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
    const [source] = await readDirectory(temporaryFolder(files), { dialect: sqlite })
    return texts((await source?.load())?.down as readonly SqlFragment[])
  }
  expect(await down({ '0001_x.sqlite.sql': marked('in it'), '0001_x.down.sql': "SELECT 'beside it';" })).toEqual(["SELECT 'in it';"])
  expect(await down({ '0001_x.sql': marked('in it'), '0001_x.sqlite.down.sql': "SELECT 'beside it';" })).toEqual(["SELECT 'beside it';"])
})

test('a byte order mark and the line ends of Windows change nothing but the text', async () => {
  const unix = '-- migrate:up\nCREATE TABLE a (id INTEGER);\n\n-- migrate:down\nDROP TABLE a;\n'
  const folder = temporaryFolder({ '0001_x.sql': unix, '0002_y.sql': `\ufeff${unix.replaceAll('\n', '\r\n')}` })
  const [left, right] = await Promise.all((await readDirectory(folder, { dialect: sqlite })).map(async (source) => source.load()))
  const seen = (script: unknown): unknown => {
    const [fragment] = script as readonly SqlFragment[]
    const splitting = split(fragment ?? '', sqlite.lexis)
    return splitting.ok && splitting.statements.map(({ tokens, line, column }) => ({ tokens, line, column }))
  }
  expect(seen(right?.up)).toEqual(seen(left?.up))
  expect(seen(right?.down)).toEqual(seen(left?.down))
  expect(seen(left?.down)).toMatchObject([{ tokens: ['DROP', 'TABLE', 'a'], line: 5, column: 1 }])
})

const statement = fc.constantFrom(
  'SELECT 1;',
  "SELECT '-- migrate:down';",
  "INSERT INTO a VALUES ('\n-- migrate:up\n');",
  '/* -- migrate:down */ SELECT 2;',
  'SELECT "--> statement-breakpoint";',
  'CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1; SELECT 2;\nEND;',
  '-- a remark\nSELECT 3;',
)
const statements = fc.array(statement, { minLength: 1, maxLength: 4 })

test('whatever stands between the markers arrives whole, in its direction, at its line', () => {
  fc.assert(
    fc.property(statements, statements, fc.constantFrom('\n', '\r\n'), fc.boolean(), (ups, downs, newline, breakpoints) => {
      const joined = (parts: readonly string[]): string => parts.join(breakpoints ? '--> statement-breakpoint\n' : '\n')
      const text = `-- about\n\n-- migrate:up\n${joined(ups)}\n-- migrate:down\n${joined(downs)}\n`.replaceAll('\n', newline)
      const lines = text.split('\n')
      const { up, down } = read(text)
      for (const [fragments, parts] of [
        [up, ups],
        [down, downs],
      ] as const) {
        const found = fragments.flatMap((fragment) => {
          const splitting = split(fragment, sqlite.lexis)
          return splitting.ok ? splitting.statements : []
        })
        const wanted = parts.flatMap((part) => {
          const splitting = split(part, sqlite.lexis)
          return splitting.ok ? splitting.statements : []
        })
        expect(found.map(({ tokens }) => tokens)).toEqual(wanted.map(({ tokens }) => tokens))
        for (const { text: sql, line, column } of found) {
          expect(
            lines
              .slice(line - 1)
              .join('\n')
              .slice(column - 1)
              .startsWith(sql),
          ).toBe(true)
        }
      }
    }),
  )
})

function readOrRefusal(text: string, dialect: Dialect): SqlScripts | MigrateError<'INVALID'> {
  try {
    return read(text, dialect)
  } catch (error) {
    if (isMigrateError(error, 'INVALID')) return error
    throw error
  }
}

test('no text makes the reader throw anything but a refusal, and none of it is invented', () => {
  const piece = fc.oneof(
    statement,
    fc.constantFrom(
      '-- migrate:up',
      '-- migrate:down',
      '-- +goose Up',
      '-- +goose StatementBegin',
      '-- +goose StatementEnd',
      '--> statement-breakpoint',
      "'",
      '/*',
      '$$',
      '(',
      ';',
      '\r\n',
    ),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom(sqlite, postgres, mysql), (pieces, dialect) => {
      const text = pieces.join('\n')
      const scripts = readOrRefusal(text, dialect)
      if (isMigrateError(scripts, 'INVALID')) return
      for (const { text: part, line } of [...scripts.up, ...scripts.down]) {
        expect(
          text
            .split('\n')
            .slice(line - 1)
            .join('\n')
            .startsWith(part),
        ).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})
