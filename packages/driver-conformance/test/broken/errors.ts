// Owns: drivers that don't say what went wrong.
// Must not know: how they are found out.

import { DriverError, isDriverError, type Driver } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import { but } from './but.ts'
import type { Bug } from './bug.ts'

const REFUSED = 'a refused statement rejects with its reason and outcome not-applied, in a run, a transaction and a batch'
const WORDS = 'the message has the words of the database, and the position, where there is one, is that of the mistake'
const AT = 'a batch says which statement of which block failed'

/** Every error that leaves the driver passes through `change`. */
function erring(path: string, change: (error: DriverError, text: string) => unknown): Driver {
  const rethrow = (text: string) => (error: unknown) => {
    throw isDriverError(error) ? change(error, text) : error
  }
  return alter(reference(path), {
    run: (executor, text, params) => executor.run(text, params).catch(rethrow(text)),
    batch: (session, blocks, finished) => session.batch(blocks, finished).catch(rethrow('')),
  })
}

export const errors: readonly Bug[] = [
  {
    bug: 'swallows errors of statements',
    make: (path) =>
      alter(reference(path), { run: (executor, text, params) => executor.run(text, params).catch(() => ({ rows: [], affected: 0 })) }),
    caughtBy: [REFUSED],
    says: /SELEC 1 \(run\): was not refused/,
  },
  {
    bug: 'swallows errors of batches',
    make: (path) => alter(reference(path), { batch: (session, blocks, finished) => session.batch(blocks, finished).catch(() => {}) }),
    caughtBy: [REFUSED, 'after a failed batch the session goes on, and no transaction is left open'],
    says: /was not refused/,
  },
  {
    bug: "lets the client's own errors through",
    make: (path) => erring(path, (error) => error.cause ?? error),
    caughtBy: [REFUSED, 'what the client library refuses by itself is a DriverError too, did nothing, and leaves the session usable'],
    says: /no DriverError/,
  },
  {
    bug: 'lets through what the client refuses before the database sees it',
    make: (path) => erring(path, (error) => (error.code === '' ? error.cause : error)),
    caughtBy: ['what the client library refuses by itself is a DriverError too, did nothing, and leaves the session usable'],
    says: /no DriverError/,
  },
  {
    bug: 'throws instead of rejecting',
    make: (path) =>
      alter(reference(path), {
        run: (executor, text, params) => {
          if (text.startsWith('SELEC ')) throw new DriverError({ reason: 'syntax', message: 'syntax error', outcome: 'not-applied' })
          return executor.run(text, params)
        },
      }),
    caughtBy: [REFUSED],
    says: /threw where a promise should reject/,
  },
  {
    bug: 'gives unknown as the reason of everything',
    make: (path) => erring(path, (error) => but(error, { reason: 'unknown' })),
    caughtBy: [REFUSED, AT],
    says: /'unknown' !==|unknown/,
  },
  {
    bug: 'knows syntax errors from all others only',
    make: (path) => erring(path, (error) => but(error, { reason: error.reason === 'syntax' ? 'syntax' : 'unknown' })),
    caughtBy: [REFUSED],
    says: /no such table|no such column/,
  },
  {
    bug: 'is never sure whether a refused statement was applied',
    make: (path) => erring(path, (error) => but(error, { outcome: 'unknown' })),
    caughtBy: [REFUSED],
    says: /certainly refused/,
  },
  {
    bug: 'wants everything tried again',
    make: (path) => erring(path, (error) => but(error, { retryable: true })),
    caughtBy: [REFUSED],
    says: /it will fail again/,
  },
  {
    bug: 'replaces the words of the database by its own',
    make: (path) => erring(path, (error) => but(error, { message: 'query failed' })),
    caughtBy: [WORDS],
    says: /nowhere_to_be_found/,
  },
  {
    bug: 'gives positions in bytes',
    make: (path) =>
      erring(path, (error, text) => {
        const index = text.indexOf('FRUM')
        return index < 0 ? error : but(error, { position: Buffer.byteLength(text.slice(0, index)) })
      }),
    caughtBy: [WORDS],
    says: /19|strictly equal/i,
  },
  {
    bug: 'counts statements of a batch from one',
    make: (path) =>
      erring(path, (error) => (error.at === undefined ? error : but(error, { at: { ...error.at, statement: error.at.statement + 1 } }))),
    caughtBy: [AT],
    says: /constraint/i,
  },
  {
    bug: 'counts the statements of all blocks through',
    make: (path) =>
      erring(path, (error) =>
        error.at === undefined ? error : but(error, { at: { ...error.at, statement: error.at.block * 4 + error.at.statement } }),
      ),
    caughtBy: [AT],
    says: /constraint/i,
  },
  {
    bug: 'says nothing about where in a batch it failed',
    make: (path) => erring(path, (error) => but(error, { at: undefined })),
    caughtBy: [AT],
    says: /constraint/i,
  },
  {
    bug: 'always blames the first block',
    make: (path) => erring(path, (error) => (error.at === undefined ? error : but(error, { at: { ...error.at, block: 0 } }))),
    caughtBy: [AT],
    says: /constraint/i,
  },
  {
    bug: 'keeps the address of the database, with its password, in the cause',
    make: (path) => erring(path, (error) => but(error, { cause: { config: { url: 'libsql://someone:hunter2-secret@db.example' } } })),
    caughtBy: ['no error shows a password or a token, however deep one looks'],
    says: /a secret shows/,
  },
]
