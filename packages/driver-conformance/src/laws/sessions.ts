// Owns: opening and closing, and what they cost.
// Must not know: transactions beyond their messages.

import assert from 'node:assert/strict'
import type { Session } from '@godwit/core/driver'
import { listing } from '../files.ts'
import type { Law } from '../law.ts'
import { cell, column } from '../probe.ts'
import { refusal, verdict } from '../refusal.ts'

export const sessions: readonly Law[] = [
  {
    concept: 'sessions',
    name: "open('read') brings nothing into being, and shows an empty database where there is none yet",
    run: async ({ connect, words, fresh }) => {
      const before = await listing(fresh.folder)
      const driver = connect()
      const session = await driver.open('read')
      assert.deepEqual((await session.run(words.catalogue)).rows, [])
      await refusal('a table of a database that is not there', () => session.run('SELECT id FROM items'))
      await session.close()
      await driver.close()
      assert.deepEqual(await listing(fresh.folder), before, 'files')
      const writer = await connect().open('write')
      await writer.run('CREATE TABLE items (id INTEGER)')
      await writer.close()
    },
  },
  {
    concept: 'sessions',
    name: "open('read') reads what is there and changes nothing",
    run: async ({ open, fresh }) => {
      const writer = await open()
      await writer.run('CREATE TABLE items (id INTEGER)')
      await writer.run('INSERT INTO items (id) VALUES (1)')
      await writer.close()
      const before = await listing(fresh.folder)
      const reader = await open('read')
      assert.deepEqual(await column(reader, 'SELECT id FROM items'), [1])
      await reader.close()
      assert.deepEqual(await listing(fresh.folder), before, 'files')
    },
  },
  {
    // A rehearsal runs in a session that was opened for reading: it must not make the file that it does not need.
    concept: 'sessions',
    name: "open('read') lets a transaction write that is rolled back, where there is a database and where there is none yet",
    gate: (facts) => facts.capabilities.ddl === 'transactional',
    run: async ({ connect, words, fresh }) => {
      for (const state of ['empty', 'filled'] as const) {
        const before = await listing(fresh.folder)
        const driver = connect()
        const session = await driver.open('read')
        const tables = await column(session, words.tables)
        const transaction = await session.begin()
        await transaction.run('CREATE TABLE rehearsed (id INTEGER)')
        await transaction.run('INSERT INTO rehearsed (id) VALUES (1)')
        assert.equal(await cell(transaction, 'SELECT id FROM rehearsed'), 1)
        await transaction.rollback()
        assert.deepEqual(await column(session, words.tables), tables, state)
        await driver.close()
        assert.deepEqual(await listing(fresh.folder), before, `files (${state})`)
        const writer = connect()
        await (await writer.open('write')).run(`CREATE TABLE made_${state} (id INTEGER)`)
        await writer.close()
      }
    },
  },
  {
    concept: 'sessions',
    name: 'close is repeatable, and a closed session refuses everything else',
    run: async ({ open }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER)')
      await session.close()
      await session.close()
      await refusal('run on a closed session', () => session.run('SELECT 1'))
      await refusal('begin on a closed session', () => session.begin())
      await refusal('batch on a closed session', () =>
        session.batch([{ statements: ['INSERT INTO items (id) VALUES (1)'], foreignKeys: 'enforced' }]),
      )
      assert.equal(await cell(await open(), 'SELECT COUNT(*) FROM items'), 0)
    },
  },
  {
    concept: 'sessions',
    name: 'closing a driver is repeatable and ends its sessions; opening it again is refused, or works',
    run: async ({ connect, open }) => {
      const driver = connect()
      const session = await driver.open('write')
      await session.run('CREATE TABLE items (id INTEGER)')
      await driver.close()
      await driver.close()
      await refusal('run on a session of a closed driver', () => session.run('SELECT 1'))
      await session.close()
      const error = await verdict('open on a closed driver', async () => {
        const again = await driver.open('write')
        await again.run('INSERT INTO items (id) VALUES (1)')
        await again.close()
      })
      assert.equal(await cell(await open(), 'SELECT COUNT(*) FROM items'), error === undefined ? 1 : 0)
    },
  },
  {
    concept: 'sessions',
    name: 'a closed session of a driver leaves the others alone, and a hundred opened and closed ones leave nothing',
    run: async ({ connect }) => {
      const driver = connect()
      const kept = await driver.open('write')
      await kept.run('CREATE TABLE items (id INTEGER)')
      for (let index = 0; index < 100; index++) {
        const session = await driver.open('write')
        assert.equal(await cell(session, 'SELECT COUNT(*) FROM items'), 0)
        await session.close()
      }
      await kept.run('INSERT INTO items (id) VALUES (1)')
      assert.deepEqual(await column(kept, 'SELECT id FROM items'), [1])
      await driver.close()
    },
  },
  {
    concept: 'sessions',
    name: 'an open that was cancelled before it began is refused and brings nothing into being',
    run: async ({ connect, fresh }) => {
      const before = await listing(fresh.folder)
      const driver = connect()
      const error = await refusal('open with an aborted signal', () => driver.open('write', AbortSignal.abort()))
      assert.equal(error.outcome, 'not-applied')
      assert.deepEqual(await listing(fresh.folder), before, 'files')
    },
  },
  {
    concept: 'sessions',
    name: 'roundTrips counts the answered messages: one for a run, also for a refused one, and never fewer than before',
    run: async ({ open }) => {
      const session = await open()
      let before = session.roundTrips
      assert.ok(Number.isInteger(before) && before >= 0, `roundTrips: ${before}`)
      const grew = (): number => {
        const now = session.roundTrips
        const growth = now - before
        before = now
        return growth
      }
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      assert.equal(grew(), 1, 'a run')
      await refusal('a mistake', () => session.run('SELECT id FROM nowhere'))
      assert.equal(grew(), 1, 'a refused run')
      assert.equal(grew(), 0, 'reading the figure')
      const transaction = await session.begin()
      // A driver may send BEGIN together with the first statement.
      await transaction.run('INSERT INTO items (id) VALUES (1)')
      between(grew(), 1, 2, 'begin and one statement')
      await transaction.run('INSERT INTO items (id) VALUES (2)')
      assert.equal(grew(), 1, 'a statement of a transaction')
      await transaction.commit()
      assert.equal(grew(), 1, 'a commit')
      const empty = await session.begin()
      await empty.rollback()
      between(grew(), 0, 2, 'begin and rollback')
      const blocks = [10, 20].map((id) => ({
        statements: [`INSERT INTO items (id) VALUES (${id})`, `INSERT INTO items (id) VALUES (${id + 1})`],
        foreignKeys: 'enforced' as const,
      }))
      await session.batch(blocks)
      between(grew(), 1, 8, 'a batch of two blocks, two statements in each')
    },
  },
  {
    concept: 'sessions',
    name: 'open sessions have names of their own, where the server names them, and keep them',
    run: async ({ connect }) => {
      const drivers = [connect(), connect()]
      const open: Session[] = []
      for (const driver of [...drivers, ...drivers]) open.push(await driver.open('write'))
      const named = (): readonly string[] => open.flatMap(({ id }) => (id === undefined ? [] : [id]))
      const before = named()
      for (const id of before) assert.notEqual(id, '', 'a name')
      assert.deepEqual([...new Set(before)], before, 'names of sessions that are open at once')
      await open[0]?.run('CREATE TABLE items (id INTEGER)')
      for (const session of open) await session.run('SELECT id FROM items')
      assert.deepEqual(named(), before, 'the names of sessions that are still open')
      for (const driver of drivers) await driver.close()
    },
  },
  {
    concept: 'sessions',
    name: "a session's dialect is of the driver's family, and its flavor is what the server says of itself",
    run: async ({ connect, words }) => {
      const driver = connect()
      for (const purpose of ['read', 'write'] as const) {
        const session = await driver.open(purpose)
        const { family, flavor } = session.dialect
        assert.equal(family, driver.dialect.family, 'family')
        if (driver.dialect.flavor !== undefined) assert.equal(flavor, driver.dialect.flavor, 'flavor that was known before')
        if (words.product === undefined) continue
        const answer = String(await cell(session, words.product.query))
        assert.equal(session.dialect.flavor, words.product.flavor(answer), `flavor of: ${answer}`)
      }
      await driver.close()
    },
  },
]

function between(found: number, least: number, most: number, what: string): void {
  assert.ok(found >= least && found <= most, `${what}: ${found} round trips, expected ${least} to ${most}`)
}
