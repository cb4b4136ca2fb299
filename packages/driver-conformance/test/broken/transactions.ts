// Owns: drivers whose transactions are none.
// Must not know: how they are found out.

import type { Transaction } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter, byHand, noTransaction } from './alter.ts'
import type { Bug } from './bug.ts'

const HOLDS = 'a commit holds, and nobody else sees any of it before'
const UNDOES = 'a rollback undoes every row that was inserted, changed and deleted'
const ENDED = 'a transaction that has ended takes no statement and no second commit, and a late rollback undoes nothing'
const CLOSED = 'closing the session, or the driver, undoes its open transaction and lets the next writer in'
const PAIR = 'two statements in one text are refused or both run, never one of them in silence'

export const transactions: readonly Bug[] = [
  {
    bug: 'reports a commit that it did not make',
    make: (path) => alter(reference(path), { commit: (transaction) => transaction.rollback() }),
    caughtBy: [HOLDS],
    says: /what others see after the commit/,
  },
  {
    bug: 'reports a commit that it did not even try',
    make: (path) => alter(reference(path), { commit: async () => {} }),
    caughtBy: [HOLDS],
    says: /what others see after the commit/,
  },
  {
    bug: 'shows others what was not committed',
    make: (path) => alter(reference(path), { begin: async (session) => noTransaction(session) }),
    caughtBy: [HOLDS],
    says: /what others see before the commit/,
  },
  {
    bug: 'commits on rollback',
    make: (path) => alter(reference(path), { rollback: (transaction) => transaction.commit() }),
    caughtBy: [UNDOES],
    says: /deep-?equal/i,
  },
  {
    bug: 'commits before every CREATE, ALTER and DROP, as some engines do',
    make: (path) => {
      const bare = reference(path)
      return alter(bare, {
        begin: async (session) => {
          const transaction = await byHand(session, 'BEGIN IMMEDIATE')
          return {
            ...transaction,
            run: async (text, params) => {
              if (!/^(CREATE|ALTER|DROP)/.test(text)) return transaction.run(text, params)
              await transaction.commit()
              const outcome = await session.run(text, params)
              await session.run('BEGIN IMMEDIATE')
              return outcome
            },
          }
        },
      })
    },
    caughtBy: ["where ddl is 'transactional', a rollback undoes created, altered and dropped tables, indexes and views"],
    says: /deep-?equal/i,
  },
  {
    bug: 'cannot roll back after a failed statement',
    make: (path) => {
      const failed = new WeakSet<object>()
      return alter(reference(path), {
        run: (executor, text, params) =>
          executor.run(text, params).catch((error: unknown) => {
            failed.add(executor)
            throw error
          }),
        rollback: async (transaction) => {
          if (!failed.has(transaction)) await transaction.rollback()
        },
      })
    },
    caughtBy: ['after a failed statement a rollback works, and the session goes on'],
    says: /deep-?equal/i,
  },
  {
    bug: 'calls a commit after a failed statement a success, although the database rolled back',
    make: (path) => {
      const failed = new WeakSet<object>()
      return alter(reference(path), {
        run: (executor, text, params) =>
          executor.run(text, params).catch((error: unknown) => {
            failed.add(executor)
            throw error
          }),
        commit: (transaction) => (failed.has(transaction) ? transaction.rollback() : transaction.commit()),
      })
    },
    caughtBy: ['a commit after a failed statement holds what succeeded, or rejects and holds nothing'],
    says: /deep-?equal/i,
  },
  {
    bug: 'swallows the refusal of a commit',
    make: (path) => alter(reference(path), { commit: (transaction) => transaction.commit().catch(() => transaction.rollback()) }),
    caughtBy: ['a commit that the database refuses rejects with constraint, and rolling back is harmless then'],
    says: /a commit with a dangling reference: was not refused/,
  },
  {
    bug: 'forgets the transaction when its commit is refused, and leaves it open',
    make: (path) => {
      const over = new WeakSet<Transaction>()
      return alter(reference(path), {
        commit: (transaction) => {
          over.add(transaction)
          return transaction.commit()
        },
        rollback: async (transaction) => {
          if (!over.has(transaction)) await transaction.rollback()
        },
      })
    },
    caughtBy: ['a commit that the database refuses rejects with constraint, and rolling back is harmless then'],
    says: /locked/,
  },
  {
    bug: 'runs statements of an ended transaction on their own',
    make: (path) => alter(reference(path), { begin: (session) => byHand(session, 'BEGIN IMMEDIATE') }),
    caughtBy: [ENDED],
    says: /a statement after commit: was not refused/,
  },
  {
    bug: 'joins an open transaction of the same session',
    make: (path) => {
      const sessions = new WeakMap<object, Transaction>()
      return alter(reference(path), {
        begin: async (session) => {
          const transaction = sessions.get(session) ?? (await session.begin())
          sessions.set(session, transaction)
          return transaction
        },
      })
    },
    caughtBy: ['a second begin on a session with an open transaction is refused and harms nothing'],
    says: /begin inside a transaction: was not refused/,
  },
  {
    bug: 'rolls back the open transaction when a second begin is refused',
    make: (path) =>
      alter(reference(path), {
        begin: (session) =>
          session.begin().catch(async (error: unknown) => {
            await session.run('ROLLBACK')
            throw error
          }),
      }),
    caughtBy: ['a second begin on a session with an open transaction is refused and harms nothing'],
    says: /no transaction is active|deep-?equal/i,
  },
  {
    bug: 'keeps the connection of a closed session open, with its transaction',
    make: (path) => alter(reference(path), { close: async () => {} }),
    caughtBy: [CLOSED],
    says: /after its session was closed: was not refused/,
  },
  {
    bug: 'leaves the sessions of a closed driver open',
    make: (path) => alter(reference(path), { closeDriver: async () => {} }),
    caughtBy: [CLOSED],
    says: /after its driver was closed: was not refused/,
  },
  {
    bug: 'commits what is open when the driver is closed',
    make: (path) => {
      const open = new Set<Transaction>()
      return alter(reference(path), {
        begin: async (session) => {
          const transaction = await session.begin()
          open.add(transaction)
          return transaction
        },
        closeDriver: async (sound) => {
          for (const transaction of open) await transaction.commit().catch(() => {})
          await sound.close()
        },
      })
    },
    caughtBy: ['a new driver finds no table that was never committed', CLOSED],
    says: /true !== false|strictly equal|whose driver was closed/i,
  },
  {
    bug: 'runs the first of two statements and forgets the second',
    make: (path) => alter(reference(path), { run: (executor, text, params) => executor.run(text.split('; INSERT')[0] ?? text, params) }),
    caughtBy: [PAIR],
    says: /run/,
  },
  {
    bug: 'runs the first of two statements in a batch and forgets the second',
    make: (path) =>
      alter(reference(path), {
        batch: (session, blocks, finished) =>
          session.batch(
            blocks.map((block) => ({ ...block, statements: block.statements.map((text) => text.split('; INSERT')[0] ?? text) })),
            finished,
          ),
      }),
    caughtBy: [PAIR],
    says: /batch/,
  },
  {
    bug: 'splits at semicolons',
    make: (path) =>
      alter(reference(path), {
        run: async (executor, text, params) => {
          const pieces = text.split(';').filter((piece) => piece.trim() !== '')
          let outcome = await executor.run(pieces[0] ?? text, params)
          for (const piece of pieces.slice(1)) outcome = await executor.run(piece)
          return outcome
        },
      }),
    caughtBy: ['one statement may hold semicolons, comments and a trailing semicolon'],
    says: /incomplete input|syntax error/,
  },
]
