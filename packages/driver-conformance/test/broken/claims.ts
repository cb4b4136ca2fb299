// Owns: drivers that lie about what they can do.
// Must not know: how they are found out.

import type { Session } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter, byHand, noTransaction } from './alter.ts'
import type { Bug } from './bug.ts'
import { refuse } from './but.ts'
import { flagged } from './in-process-flag.ts'

const DDL = "ddl: 'transactional' loses a CREATE TABLE on rollback, and 'autocommit' keeps it"
const ONE = "writers: 'one' refuses a second writer with lock-timeout from the first one's begin to its end"

export const claims: readonly Bug[] = [
  {
    bug: 'declares a capability in a word that does not exist',
    make: (path) => alter(reference(path), { capabilities: { writers: 'several' as 'one' } }),
    caughtBy: ['every driver on the database declares the same name, dialect and capabilities, in words that exist'],
    says: /writers: several/,
  },
  {
    bug: 'says transactional and commits every statement',
    make: (path) => alter(reference(path), { begin: async (session) => noTransaction(session) }),
    caughtBy: [DDL],
    says: /a table outlived the rollback/,
  },
  {
    bug: 'says autocommit and is transactional',
    make: (path) => alter(reference(path), { capabilities: { ddl: 'autocommit' } }),
    caughtBy: [DDL],
    says: /a table was rolled back/,
  },
  {
    bug: 'says atomic and runs a loop',
    make: (path) =>
      alter(reference(path), {
        batch: async (session, blocks) => {
          for (const { statements } of blocks) for (const text of statements) await session.run(text)
        },
      }),
    caughtBy: ["batch: 'atomic' leaves nothing of a failed block and keeps the blocks before it"],
    says: /rows after the second block failed/,
  },
  {
    bug: 'says atomic and makes one transaction of all blocks',
    make: (path) =>
      alter(reference(path), {
        batch: (session, blocks) =>
          session.batch([{ statements: blocks.flatMap(({ statements }) => statements), foreignKeys: 'enforced' }]),
      }),
    caughtBy: ["batch: 'atomic' leaves nothing of a failed block and keeps the blocks before it"],
    says: /rows after the second block failed/,
  },
  {
    bug: 'says ordered and is atomic',
    make: (path) => alter(reference(path), { capabilities: { batch: 'ordered' } }),
    caughtBy: ["batch: 'ordered' keeps what the failed block did before its error"],
    says: /deep-?equal/i,
  },
  {
    bug: 'says pinned and takes another connection for each statement',
    make: (path) => {
      const sound = reference(path)
      return alter(sound, {
        run: async (executor, text, params) => {
          if ('commit' in executor) return executor.run(text, params)
          const passing = await sound.open('write')
          try {
            return await passing.run(text, params)
          } finally {
            await passing.close()
          }
        },
      })
    },
    caughtBy: ["session: 'pinned' keeps temporary tables and settings, also across a transaction, a batch and an error"],
    says: /no such table: mine/,
  },
  {
    bug: 'says pinned and resets the connection after a transaction',
    make: (path) =>
      alter(reference(path), {
        commit: async (transaction, session) => {
          await transaction.commit()
          await session.run('PRAGMA cache_size = -2000')
        },
      }),
    caughtBy: ["session: 'pinned' keeps temporary tables and settings, also across a transaction, a batch and an error"],
    says: /the setting, after a transaction/,
  },
  {
    bug: 'begins deferred, and takes the lock with its first write',
    make: (path) => alter(reference(path), { begin: (session) => byHand(session, 'BEGIN') }),
    caughtBy: [ONE],
    says: /after a second begin was let in: was not refused/,
  },
  {
    bug: 'has a lock that is a flag in this process, for transactions only',
    make: (path) => flagged(path, 'transactions'),
    caughtBy: [ONE],
    says: /a statement of another session: was not refused/,
  },
  {
    bug: 'calls a held lock an unknown error',
    make: (path) =>
      alter(reference(path), {
        begin: (session) => session.begin().catch((error: unknown) => refuse(error, { reason: 'unknown' })),
      }),
    caughtBy: [ONE, "writers: 'one' holds between two sessions of one driver too"],
    says: /locked/,
  },
  {
    bug: 'says that trying again after a held lock is of no use',
    make: (path) =>
      alter(reference(path), {
        begin: (session) => session.begin().catch((error: unknown) => refuse(error, { retryable: false })),
      }),
    caughtBy: [ONE],
    says: /may succeed later/,
  },
  {
    bug: 'joins the open transaction of another session, having one connection for all',
    make: (path) => {
      const sound = reference(path)
      let only: Promise<Session> | undefined
      let open = 0
      return alter(sound, {
        open: () => (only ??= sound.open('write')),
        close: async () => {},
        begin: async (session) => {
          open += 1
          return open === 1 ? byHand(session, 'BEGIN IMMEDIATE') : noTransaction(session)
        },
        rollback: async (transaction) => {
          open -= 1
          await transaction.rollback()
        },
      })
    },
    caughtBy: ["writers: 'one' holds between two sessions of one driver too"],
    says: /after a second begin was let in: was not refused/,
  },
  {
    bug: 'says many and lets one in',
    make: (path) => alter(reference(path), { capabilities: { writers: 'many' } }),
    caughtBy: ["writers: 'many' lets two transactions write and commit beside each other"],
    says: /locked/,
  },
]
