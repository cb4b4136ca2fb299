// Owns: drivers whose batches are out of order.
// Must not know: how they are found out.

import { isDriverError, type DriverError } from '@godwit/core/driver'
import { batching, hearing } from './batching.ts'
import type { Bug } from './bug.ts'

const HEARS = 'finished hears of each block that holds, once, in order, before the batch settles'
const STOPS = 'the first error stops the batch: blocks before it hold and were announced, nothing after it runs'
const ENDS = "'stop' ends the batch after that block, or comes too late; what was announced is what holds"
const LEFT = 'after a failed batch the session goes on, and no transaction is left open'
const REFUSED = "a commit that the database refuses fails its block: it is not announced, it left nothing, and later blocks don't run"

export const batches: readonly Bug[] = [
  {
    bug: 'runs the statements of a block in reverse',
    make: (path) =>
      hearing(path, (session, blocks, finished) =>
        session.batch(
          blocks.map((block) => ({ ...block, statements: block.statements.toReversed() })),
          finished,
        ),
      ),
    caughtBy: ['statements run in order, block after block, and each sees what came before it'],
    says: /no such table: notes/,
  },
  {
    bug: 'runs the last block first',
    make: (path) => hearing(path, (session, blocks, finished) => session.batch(blocks.toReversed(), finished)),
    caughtBy: ['statements run in order, block after block, and each sees what came before it'],
    says: /no such table: notes/,
  },
  {
    bug: 'announces no block',
    make: (path) => hearing(path, (session, blocks) => session.batch(blocks)),
    caughtBy: [HEARS, STOPS],
    says: /deep-?equal|blocks announced/i,
  },
  {
    bug: 'announces blocks after the batch has settled',
    make: (path) =>
      hearing(path, async (session, blocks, finished) => {
        await session.batch(blocks)
        setImmediate(() => blocks.forEach((_, index) => finished?.(index)))
      }),
    caughtBy: [HEARS],
    says: /deep-?equal/i,
  },
  {
    bug: 'announces a block before it runs',
    make: (path) =>
      hearing(path, async (session, blocks, finished) => {
        for (const [index, block] of blocks.entries()) {
          finished?.(index)
          await session.batch([block])
        }
      }),
    caughtBy: ['an error in the first block announces nothing', STOPS],
    says: /deep-?equal|blocks announced/i,
  },
  {
    bug: 'goes on after an error and rejects at the end',
    make: (path) =>
      hearing(path, async (session, blocks, finished) => {
        let first: DriverError | undefined
        for (const [index, block] of blocks.entries()) {
          try {
            await session.batch([block], () => finished?.(index) ?? 'continue')
          } catch (error) {
            if (!isDriverError(error)) throw error
            first ??= error
          }
        }
        if (first !== undefined) throw first
      }),
    caughtBy: [STOPS],
    says: /blocks announced/,
  },
  {
    bug: 'goes on after an error and announces nothing more',
    make: (path) =>
      hearing(path, async (session, blocks, finished) => {
        let first: DriverError | undefined
        for (const [index, block] of blocks.entries()) {
          try {
            await session.batch([block], () => (first === undefined ? (finished?.(index) ?? 'continue') : 'continue'))
          } catch (error) {
            if (!isDriverError(error)) throw error
            first ??= error
          }
        }
        if (first !== undefined) throw first
      }),
    caughtBy: [STOPS],
    says: /deep-?equal/i,
  },
  {
    bug: 'stops announcing on stop, and runs the rest',
    make: (path) =>
      hearing(path, (session, blocks, finished) => {
        let listening = true
        return session.batch(blocks, (index) => {
          if (listening && finished?.(index) === 'stop') listening = false
          return 'continue'
        })
      }),
    caughtBy: [ENDS],
    says: /deep-?equal/i,
  },
  {
    bug: 'rejects when it is stopped',
    make: (path) =>
      hearing(path, (session, blocks, finished) =>
        session.batch(blocks, (index) => {
          if (finished?.(index) === 'stop') throw new Error('stopped')
          return 'continue'
        }),
      ),
    caughtBy: [ENDS],
    says: /stopped/,
  },
  {
    bug: 'holds the event loop through all blocks',
    make: (path) =>
      hearing(path, async (session, blocks, finished) => {
        for (const [index, block] of blocks.entries()) {
          await session.batch([block])
          finished?.(index)
        }
      }),
    caughtBy: ['the event loop turns while a long batch runs'],
    says: /one turn of the event loop/,
  },
  {
    bug: 'leaves the transaction of a failed block open',
    make: (path) =>
      batching(path, async (session, { statements }) => {
        await session.run('BEGIN IMMEDIATE')
        for (const text of statements) await session.run(text)
        await session.run('COMMIT')
      }),
    caughtBy: [LEFT],
    says: /locked|transaction within a transaction/,
  },
  {
    bug: 'refuses a batch without blocks',
    make: (path) =>
      hearing(path, (session, blocks, finished) =>
        blocks.length === 0 ? Promise.reject(new RangeError('no blocks')) : session.batch(blocks, finished),
      ),
    caughtBy: ['no blocks are nothing to do, a block without statements holds, and queries are welcome'],
    says: /no blocks/,
  },
  {
    bug: 'leaves out blocks without statements',
    make: (path) =>
      hearing(path, (session, blocks, finished) =>
        session.batch(
          blocks.filter((block) => block.statements.length > 0),
          finished,
        ),
      ),
    caughtBy: ['no blocks are nothing to do, a block without statements holds, and queries are welcome'],
    says: /deep-?equal/i,
  },
  {
    bug: "swallows the refusal of a block's commit",
    make: (path) =>
      batching(path, async (session, { statements }) => {
        const transaction = await session.begin()
        try {
          for (const text of statements) await transaction.run(text)
        } catch (error) {
          await transaction.rollback()
          throw error
        }
        await transaction.commit().catch(() => transaction.rollback())
      }),
    caughtBy: [REFUSED],
    says: /a block with a dangling reference: was not refused/,
  },
]
