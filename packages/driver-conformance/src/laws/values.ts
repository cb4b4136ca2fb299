// Owns: what goes in comes out.
// Must not know: transactions, batches.

import assert from 'node:assert/strict'
import type { Row, Session, SqlValue } from '@godwit/core/driver'
import type { Bench, Law } from '../law.ts'
import { verdict } from '../refusal.ts'

const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index)
const NASTY_TEXT = 'Ægir ☃ 😀 שלום e\u0301 \'single\' "double" `back` \\ \\\\ \r\n\t % _ ? $1 :name -- /* */ ;'
const NASTY_NAME = 'Tåble ☃ "x" `y` [z] \'q\' ;--'

interface Sample {
  readonly what: string
  readonly type: keyof Bench['words']['types']
  readonly value: SqlValue
  /** How it is read back, where that is not how it was written. */
  readonly read?: readonly unknown[]
}

const SAMPLES: readonly Sample[] = [
  { what: 'zero', type: 'integer', value: 0 },
  { what: 'a negative integer', type: 'integer', value: -42 },
  { what: 'the largest safe integer', type: 'integer', value: Number.MAX_SAFE_INTEGER },
  { what: 'a small bigint', type: 'integer', value: 7n, read: [7] },
  { what: 'an integer beyond 2^53', type: 'integer', value: 9007199254740993n },
  { what: 'an integer below -2^53', type: 'integer', value: -9007199254740993n },
  { what: 'the largest integer of 64 bits', type: 'integer', value: 9223372036854775807n },
  { what: 'the smallest integer of 64 bits', type: 'integer', value: -9223372036854775808n },
  { what: 'a fraction', type: 'float', value: 0.1 },
  { what: 'a very large number', type: 'float', value: 1.7976931348623157e308 },
  { what: 'text', type: 'text', value: 'text' },
  { what: 'the empty string', type: 'text', value: '' },
  { what: 'text that looks like a number', type: 'text', value: '007' },
  { what: 'text full of quotes, marks and other scripts', type: 'text', value: NASTY_TEXT },
  { what: 'a megabyte of text', type: 'text', value: 'é'.repeat(2 ** 19) },
  { what: 'bytes of every value', type: 'bytes', value: BYTES },
  { what: 'no bytes', type: 'bytes', value: new Uint8Array(0) },
  // A view into a larger buffer: whoever binds `.buffer` sends too much.
  { what: 'bytes out of the middle of a buffer', type: 'bytes', value: BYTES.subarray(100, 103) },
  { what: 'true', type: 'boolean', value: true, read: [true, 1] },
  { what: 'false', type: 'boolean', value: false, read: [false, 0] },
  { what: 'no integer', type: 'integer', value: null },
  { what: 'no text', type: 'text', value: null },
  { what: 'no bytes at all', type: 'bytes', value: null },
]

export const values: readonly Law[] = [
  {
    concept: 'values',
    name: 'a bound value is read back as it was, integers beyond 2^53 as bigint and all others as number',
    run: async (bench) => {
      const session = await bench.open()
      for (const [index, { what, type, value, read }] of SAMPLES.entries()) {
        await makeTable(bench, session, `bound_${index}`, type)
        await session.run(`INSERT INTO bound_${index} (id, value) VALUES (1, ${bench.words.parameter(1)})`, [value])
        same(await stored(session, `bound_${index}`), read ?? [value], what)
      }
    },
  },
  {
    concept: 'values',
    name: "the dialect's literal of a value is read back as the value",
    run: async (bench) => {
      const session = await bench.open()
      for (const [index, { what, type, value, read }] of SAMPLES.entries()) {
        await makeTable(bench, session, `written_${index}`, type)
        await session.run(`INSERT INTO written_${index} (id, value) VALUES (1, ${bench.dialect.literal(value)})`)
        same(await stored(session, `written_${index}`), read ?? [value], what)
      }
    },
  },
  {
    // A client that makes a number, a date or an object of it has lost something, or moved it by a time zone.
    concept: 'values',
    name: 'what JavaScript has no type for comes as text, whole and unmoved: decimals, days, moments, JSON',
    run: async ({ open, words }) => {
      const session = await open()
      for (const [index, { what, type, literal, read }] of words.exact.entries()) {
        await session.run(`CREATE TABLE exact_${index} (id INTEGER PRIMARY KEY, value ${type})`)
        await session.run(`INSERT INTO exact_${index} (id, value) VALUES (1, ${literal})`)
        same(await stored(session, `exact_${index}`), read, what)
        const again = `UPDATE exact_${index} SET value = ${words.parameter(1)}`
        await session.run(again, [read[0] ?? null])
        same(await stored(session, `exact_${index}`), read, `${what}, bound as it was read`)
      }
    },
  },
  {
    // PostgreSQL cannot keep one; whoever hands the text to C cuts it off there.
    concept: 'values',
    name: 'text with a NUL character comes back whole, or is refused',
    run: async (bench) => {
      const session = await bench.open()
      await makeTable(bench, session, 'items', 'text')
      const error = await verdict('text with a NUL', () =>
        session.run(`INSERT INTO items (id, value) VALUES (1, ${bench.words.parameter(1)})`, ['one\0two']),
      )
      if (error === undefined) same(await stored(session, 'items'), ['one\0two'], 'text with a NUL')
      else {
        assert.equal(error.outcome, 'not-applied', error.message)
        assert.deepEqual((await session.run('SELECT id FROM items')).rows, [], 'what is left of a refused value')
      }
    },
  },
  {
    concept: 'values',
    name: 'parameters are bound by position, inside a transaction too, and a whole number can be a LIMIT',
    run: async ({ open, words }) => {
      const session = await open()
      await session.run(`CREATE TABLE items (id INTEGER PRIMARY KEY, name ${words.types.text})`)
      const insert = `INSERT INTO items (id, name) VALUES (${words.parameter(1)}, ${words.parameter(2)})`
      await session.run(insert, [1, 'one'])
      const transaction = await session.begin()
      await transaction.run(insert, [2, 'two'])
      await transaction.run(insert, [3, null])
      await transaction.commit()
      const limited = await session.run(`SELECT id, name FROM items ORDER BY id LIMIT ${words.parameter(1)}`, [2])
      assert.deepEqual(limited.rows.map(plain), [
        { id: 1, name: 'one' },
        { id: 2, name: 'two' },
      ])
    },
  },
  {
    concept: 'values',
    name: 'a row has its columns, in their order and under their names, and nothing else',
    run: async ({ open, dialect }) => {
      const session = await open()
      const table = dialect.identifier(NASTY_NAME)
      const name = dialect.identifier(`${NASTY_NAME} column`)
      const alias = dialect.identifier('Mixed Case')
      await session.run(`CREATE TABLE ${table} (id INTEGER, ${name} INTEGER)`)
      await session.run(`INSERT INTO ${table} (id, ${name}) VALUES (1, 2)`)
      const { rows } = await session.run(`SELECT ${name}, id, id + 2 AS ${alias} FROM ${table}`)
      assert.equal(rows.length, 1)
      const [row] = rows
      assert.ok(row !== undefined)
      assert.deepEqual(Object.entries(row), [
        [`${NASTY_NAME} column`, 2],
        ['id', 1],
        ['Mixed Case', 3],
      ])
    },
  },
  {
    concept: 'values',
    name: 'affected counts the rows that were inserted, changed or deleted, and is 0 for everything else',
    run: async ({ open, words }) => {
      const session = await open()
      const affected = async (text: string): Promise<number> => (await session.run(text)).affected
      assert.equal(await affected('CREATE TABLE items (id INTEGER PRIMARY KEY, size INTEGER)'), 0, 'CREATE TABLE')
      assert.equal(await affected('INSERT INTO items (id, size) VALUES (1, 1), (2, 1), (3, 1)'), 3, 'INSERT of three rows')
      assert.equal(await affected('CREATE INDEX items_size ON items (size)'), 0, 'CREATE INDEX after an INSERT')
      assert.equal(await affected('SELECT id FROM items'), 0, 'SELECT')
      assert.equal(await affected('UPDATE items SET size = 2 WHERE id < 3'), 2, 'UPDATE of two rows')
      assert.equal(await affected('UPDATE items SET size = 3 WHERE id > 100'), 0, 'UPDATE of no row')
      assert.equal(await affected('DELETE FROM items WHERE id = 1'), 1, 'DELETE of one row')
      const transaction = await session.begin()
      assert.equal((await transaction.run('UPDATE items SET size = 9')).affected, 2, 'UPDATE in a transaction')
      await transaction.rollback()
      if (words.returning === 'yes') {
        const { rows, affected: inserted } = await session.run('INSERT INTO items (id, size) VALUES (8, 1), (9, 1) RETURNING id')
        assert.deepEqual(rows.map(plain), [{ id: 8 }, { id: 9 }], 'rows of INSERT … RETURNING')
        assert.equal(inserted, 2, 'INSERT … RETURNING')
      }
      assert.deepEqual((await session.run('DELETE FROM items')).rows, [], 'rows of a statement that has none')
    },
  },
]

/** A driver may give rows any prototype; what counts is what is in them. */
function plain(row: Row): Record<string, unknown> {
  return { ...row }
}

async function makeTable(bench: Bench, session: Session, name: string, type: Sample['type']): Promise<void> {
  await session.run(`CREATE TABLE ${name} (id INTEGER PRIMARY KEY, value ${bench.words.types[type]})`)
}

async function stored(session: Session, table: string): Promise<unknown> {
  const { rows } = await session.run(`SELECT value FROM ${table}`)
  assert.equal(rows.length, 1)
  return rows[0]?.['value']
}

function same(found: unknown, wanted: readonly unknown[], what: string): void {
  const [first] = wanted
  if (first instanceof Uint8Array) {
    assert.ok(found instanceof Uint8Array, `${what}: arrived as ${Object.prototype.toString.call(found)}`)
    assert.deepEqual([...found], [...first], what)
    return
  }
  if (wanted.some((value) => Object.is(value, found))) return
  // assert.fail would print a megabyte.
  throw new assert.AssertionError({ message: `${what}: ${typeof found} ${brief(found)} instead of ${typeof first} ${brief(first)}` })
}

function brief(value: unknown): string {
  return String(value).slice(0, 80)
}
