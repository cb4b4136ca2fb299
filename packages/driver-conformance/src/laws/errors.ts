// Owns: how a driver says that something went wrong.
// Must not know: what core does about it.

import assert from 'node:assert/strict'
import type { DriverError, DriverReason, Session, SqlValue } from '@godwit/core/driver'
import type { Law } from '../law.ts'
import { cell } from '../probe.ts'
import { refusal, secretless, verdict } from '../refusal.ts'

interface Mistake {
  readonly text: string
  readonly reason: DriverReason
}

const MISTAKES: readonly Mistake[] = [
  { text: 'SELEC 1', reason: 'syntax' },
  { text: 'CREATE TABEL x (id INTEGER)', reason: 'syntax' },
  { text: 'SELECT (1', reason: 'syntax' },
  { text: "SELECT 'no end", reason: 'syntax' },
  { text: 'SELECT id FROM nowhere', reason: 'missing-object' },
  { text: 'SELECT no_such_column FROM items', reason: 'missing-object' },
  { text: 'DROP TABLE nowhere', reason: 'missing-object' },
  { text: 'INSERT INTO nowhere (id) VALUES (1)', reason: 'missing-object' },
  { text: 'INSERT INTO items (id, name) VALUES (1, 1)', reason: 'constraint' },
  { text: 'INSERT INTO items (id, name) VALUES (2, NULL)', reason: 'constraint' },
  { text: 'INSERT INTO items (id, name) VALUES (2, 10)', reason: 'constraint' },
  { text: 'INSERT INTO items (id, name) VALUES (2, -1)', reason: 'constraint' },
  { text: 'INSERT INTO items (id, name, parent) VALUES (2, 2, 99)', reason: 'constraint' },
]

export const errors: readonly Law[] = [
  {
    concept: 'errors',
    name: 'a refused statement rejects with its reason and outcome not-applied, in a run, a transaction and a batch',
    run: async (bench) => {
      const session = await bench.open()
      await makeItems(session)
      const inTransaction = async (text: string): Promise<void> => {
        const transaction = await session.begin()
        try {
          await transaction.run(text)
        } finally {
          await transaction.rollback()
        }
      }
      for (const { text, reason } of MISTAKES) {
        const ways = {
          run: () => session.run(text),
          transaction: () => inTransaction(text),
          batch: () => session.batch([{ statements: [text], foreignKeys: 'enforced' }]),
        }
        for (const [way, attempt] of Object.entries(ways)) {
          const error = await refusal(`${text} (${way})`, attempt)
          assert.equal(error.reason, reason, `${text} (${way}): ${error.message}`)
          assert.equal(error.outcome, 'not-applied', `${text} (${way}): the database certainly refused`)
          assert.equal(error.retryable, false, `${text} (${way}): it will fail again`)
          assert.notEqual(error.message, '', `${text} (${way}): the database's own words`)
          if (way !== 'batch') assert.equal(error.at, undefined, `${text} (${way}): there are no blocks here`)
        }
      }
      assert.equal(await cell(session, 'SELECT COUNT(*) FROM items'), 2, 'rows after so many refusals')
    },
  },
  {
    concept: 'errors',
    name: 'the message has the words of the database, and the position, where there is one, is that of the mistake',
    run: async ({ open }) => {
      const session = await open()
      const missing = await refusal('a missing table', () => session.run('SELECT id FROM nowhere_to_be_found'))
      assert.match(missing.message, /nowhere_to_be_found/)
      // Not ASCII before the mistake: bytes are not characters.
      const text = "SELECT 'é☃' AS word FRUM nowhere"
      const { position } = await refusal('a misspelt keyword', () => session.run(text))
      if (position !== undefined) assert.equal(position, text.indexOf('FRUM'))
    },
  },
  {
    concept: 'errors',
    name: 'a batch says which statement of which block failed',
    run: async ({ open }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      const mistakes = {
        constraint: 'INSERT INTO items (id) SELECT id FROM items',
        'missing-object': 'DROP TABLE nowhere',
        syntax: 'INSERT INTO',
      }
      for (const [reason, mistake] of Object.entries(mistakes)) {
        for (const [block, statement] of [
          [0, 0],
          [0, 2],
          [1, 1],
          [2, 0],
          [2, 3],
        ] as const) {
          await session.run('DELETE FROM items')
          // So that the constraint mistake has something to collide with.
          await session.run('INSERT INTO items (id) VALUES (1000)')
          const blocks = [0, 1, 2].map((b) => ({
            statements: [0, 1, 2, 3].map((s) =>
              b === block && s === statement ? mistake : `INSERT INTO items (id) VALUES (${b * 10 + s})`,
            ),
            foreignKeys: 'enforced' as const,
          }))
          const error = await refusal(`statement ${statement} of block ${block}`, () => session.batch(blocks))
          assert.deepEqual(error.at, { block, statement }, `${reason}: ${error.message}`)
          assert.equal(error.reason, reason, error.message)
        }
      }
    },
  },
  {
    concept: 'errors',
    name: 'what the client library refuses by itself is a DriverError too, did nothing, and leaves the session usable',
    run: async ({ open, words }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      const insert = `INSERT INTO items (id) VALUES (${words.parameter(1)})`
      const attempts: readonly (readonly [string, readonly SqlValue[]])[] = [
        [insert, []],
        [insert, [1, 2]],
        ['', []],
        ['  \n', []],
        ['-- only a comment', []],
        [';', []],
      ]
      for (const [text, params] of attempts) {
        const before = await cell(session, 'SELECT COUNT(*) FROM items')
        const error = await verdict(`${JSON.stringify(text)} with ${params.length} values`, () => session.run(text, params))
        if (error === undefined) continue
        assert.equal(error.outcome, 'not-applied', text)
        assert.equal(await cell(session, 'SELECT COUNT(*) FROM items'), before, text)
      }
    },
  },
  {
    // C reads a text up to its first NUL. Whoever lets it, runs half a statement.
    concept: 'errors',
    name: 'a statement with a NUL character is refused, and the part before it does not run',
    run: async ({ open }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      const text = 'INSERT INTO items (id) VALUES (7)\0, (8)'
      const inTransaction = async (): Promise<void> => {
        const transaction = await session.begin()
        const error = await verdict('a NUL in a transaction', () => transaction.run(text))
        await transaction[error === undefined ? 'commit' : 'rollback']()
        if (error !== undefined) throw error
      }
      const ways = {
        run: () => session.run(text),
        transaction: inTransaction,
        batch: () => session.batch([{ statements: [text], foreignKeys: 'enforced' }]),
      }
      for (const [way, attempt] of Object.entries(ways)) {
        const error = await refusal(`a NUL in the middle (${way})`, attempt)
        assert.equal(error.outcome, 'not-applied', `${way}: ${error.message}`)
        assert.equal(await cell(session, 'SELECT COUNT(*) FROM items'), 0, `rows of the half before the NUL (${way})`)
      }
    },
  },
  {
    // Runners who make the bookkeeping tables at the same moment hear of it in one way or the other.
    concept: 'errors',
    name: 'a name that is taken is a key that is taken, where two who create the same may hear of either',
    gate: (facts) => facts.words.taken.length > 0,
    run: async ({ open, words }) => {
      const session = await open()
      for (const text of words.taken) {
        await session.run(text)
        const error = await refusal(text, () => session.run(text))
        assert.equal(error.reason, 'constraint', error.message)
        assert.equal(error.outcome, 'not-applied', error.message)
      }
    },
  },
  {
    concept: 'errors',
    name: 'what nobody may do is refused with permission',
    gate: (facts) => facts.words.forbidden !== undefined,
    run: async ({ open, words }) => {
      const error = await refusal('what nobody may do', async () => (await open()).run(words.forbidden ?? ''))
      assert.equal(error.reason, 'permission', error.message)
      assert.equal(error.outcome, 'not-applied', error.message)
      assert.equal(error.retryable, false, error.message)
    },
  },
  {
    concept: 'errors',
    name: 'no error shows a password or a token, however deep one looks',
    run: async (bench) => {
      const session = await bench.open()
      await makeItems(session)
      const found: DriverError[] = []
      for (const { text } of MISTAKES) found.push(await refusal(text, () => session.run(text)))
      found.push(await refusal('a failed batch', () => session.batch([{ statements: ['SELEC 1'], foreignKeys: 'enforced' }])))
      await session.close()
      found.push(await refusal('a statement on a closed session', () => session.run('SELECT 1')))
      for (const error of found) secretless(error, bench.fresh.secrets)
    },
  },
]

async function makeItems(session: Session): Promise<void> {
  await session.run(
    'CREATE TABLE items (id INTEGER PRIMARY KEY, name INTEGER NOT NULL UNIQUE, parent INTEGER, CHECK (name > 0), FOREIGN KEY (parent) REFERENCES items (id))',
  )
  await session.run('INSERT INTO items (id, name) VALUES (1, 10), (3, 30)')
}
