// Owns: drivers that don't tell how a connection ended.
// Must not know: how they are found out.

import { isDriverError } from '@godwit/core/driver'

import { remote } from '../remote/driver.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'
import { refuse } from './but.ts'

const STATEMENT =
  'a statement that is lost, or whose answer is, rejects with connection, and with outcome unknown unless it certainly did not arrive'
const COMMIT = 'so does a commit'
const BATCH = 'so does a batch, and it announces no block that it did not hear of'
const UNDONE = 'a transaction whose connection broke is undone, and closing its session is quiet'

/** Whether the answer was lost. */
function isLost(error: unknown): boolean {
  return isDriverError(error) && error.outcome === 'unknown'
}

export const connections: readonly Bug[] = [
  {
    bug: 'is always sure that a lost message was not applied',
    make: {
      over: (port) => {
        const sure = (error: unknown): never => refuse(error, { outcome: 'not-applied' })
        return alter(remote(port), {
          run: (executor, text, params) => executor.run(text, params).catch(sure),
          commit: (transaction) => transaction.commit().catch(sure),
          batch: (session, blocks, finished) => session.batch(blocks, finished).catch(sure),
        })
      },
    },
    caughtBy: [STATEMENT, COMMIT, BATCH],
    says: /the outcome was given as not-applied/,
  },
  {
    bug: 'takes a lost answer to a commit for a yes',
    make: {
      over: (port) =>
        alter(remote(port), {
          commit: (transaction) =>
            transaction.commit().catch((error: unknown) => {
              if (!isLost(error)) throw error
            }),
        }),
    },
    caughtBy: [COMMIT],
    says: /a commit \(loseNextAnswer\): was not refused/,
  },
  {
    bug: 'sends a lost statement again on another connection',
    make: {
      over: (port) => {
        const sound = remote(port)
        return alter(sound, {
          run: async (executor, text, params) => {
            try {
              return await executor.run(text, params)
            } catch (error) {
              if (!isLost(error)) throw error
              return (await sound.open('write')).run(text, params)
            }
          },
        })
      },
    },
    caughtBy: [STATEMENT],
    says: /UNIQUE constraint failed/,
  },
  {
    bug: 'announces blocks when they are sent',
    make: {
      over: (port) =>
        alter(remote(port), {
          batch: async (session, blocks, finished) => {
            for (const index of blocks.keys()) finished?.(index)
            await session.batch(blocks)
          },
        }),
    },
    caughtBy: [BATCH],
    says: /blocks announced/,
  },
  {
    bug: 'rejects closing a session whose connection is gone',
    make: {
      over: (port) => {
        const broken = new WeakSet<object>()
        return alter(remote(port), {
          run: (executor, text, params) =>
            executor.run(text, params).catch((error: unknown) => {
              if (isLost(error)) broken.add(executor)
              throw error
            }),
          rollback: async (transaction, session) => {
            if (broken.has(transaction)) broken.add(session)
            await transaction.rollback()
          },
          close: async (session) => {
            if (broken.has(session)) throw new Error('the socket has been ended')
            await session.close()
          },
        })
      },
    },
    caughtBy: [UNDONE],
    says: /the socket has been ended/,
  },
]
