// Owns: drivers that open and close carelessly.
// Must not know: how they are found out.

import { existsSync } from 'node:fs'

import { DriverError, isDriverError, type Session } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'

const READ_NOTHING = "open('read') brings nothing into being, and shows an empty database where there is none yet"
const READ_REHEARSAL = "open('read') lets a transaction write that is rolled back, where there is a database and where there is none yet"
const READ_SOMETHING = "open('read') reads what is there and changes nothing"
const CLOSE = 'close is repeatable, and a closed session refuses everything else'
const CLOSE_DRIVER = 'closing a driver is repeatable and ends its sessions; opening it again is refused, or works'
const HUNDRED = 'a closed session of a driver leaves the others alone, and a hundred opened and closed ones leave nothing'
const TRIPS = 'roundTrips counts the answered messages: one for a run, also for a refused one, and never fewer than before'

export const sessions: readonly Bug[] = [
  {
    bug: 'creates the file when it is opened for reading',
    make: (path) =>
      alter(reference(path), {
        open: async (sound) => {
          const session = await sound.open('write')
          await session.run('PRAGMA user_version = 0')
          return session
        },
      }),
    caughtBy: [READ_NOTHING],
    says: /files/,
  },
  {
    bug: 'refuses to read a file that is not there',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          if (purpose === 'read' && !existsSync(path)) {
            throw new DriverError({ reason: 'storage', message: 'unable to open database file', outcome: 'not-applied' })
          }
          return sound.open(purpose, signal)
        },
      }),
    caughtBy: [READ_NOTHING],
    says: /unable to open/,
  },
  {
    bug: 'makes everything read-only that is opened for reading',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          const session = await sound.open(purpose, signal)
          if (purpose === 'read') await session.run('PRAGMA query_only = ON')
          return session
        },
      }),
    caughtBy: [READ_REHEARSAL],
    says: /readonly/,
  },
  {
    bug: 'switches the journal mode of a database that it only reads',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          if (purpose === 'read') {
            const writer = await sound.open('write')
            await writer.run('PRAGMA journal_mode = WAL')
            await writer.close()
          }
          return sound.open(purpose, signal)
        },
      }),
    caughtBy: [READ_SOMETHING],
    says: /files/,
  },
  {
    bug: 'rejects a second close',
    make: (path) => {
      const closed = new WeakSet<Session>()
      return alter(reference(path), {
        close: async (session) => {
          if (closed.has(session)) throw new TypeError('already closed')
          closed.add(session)
          await session.close()
        },
      })
    },
    caughtBy: [CLOSE],
    says: /already closed/,
  },
  {
    bug: 'does not close what it is told to close',
    make: (path) => alter(reference(path), { close: async () => {} }),
    caughtBy: [CLOSE],
    says: /run on a closed session: was not refused/,
  },
  {
    bug: "lets the client's own error about a closed connection through",
    make: (path) =>
      alter(reference(path), {
        run: (executor, text, params) =>
          executor.run(text, params).catch((error: unknown) => {
            throw isDriverError(error) && error.reason === 'connection' ? new TypeError('The database connection is not open') : error
          }),
      }),
    caughtBy: [CLOSE, CLOSE_DRIVER],
    says: /not open/,
  },
  {
    bug: 'cannot be closed twice',
    make: (path) => {
      let closed = 0
      return alter(reference(path), {
        closeDriver: async (sound) => {
          closed += 1
          if (closed > 1) throw new Error('already closed')
          await sound.close()
        },
      })
    },
    caughtBy: [CLOSE_DRIVER],
    says: /already closed/,
  },
  {
    bug: 'closes every session with one of them',
    make: (path) => {
      const sound = reference(path)
      return alter(sound, { close: () => sound.close() })
    },
    caughtBy: [HUNDRED],
    says: /closed/,
  },
  {
    bug: 'never gives a connection back to its pool of ten',
    make: (path) => {
      let taken = 0
      return alter(reference(path), {
        open: (sound, purpose, signal) => {
          taken += 1
          return taken > 10 ? new Promise<Session>(() => {}) : sound.open(purpose, signal)
        },
      })
    },
    caughtBy: [HUNDRED],
    patience: 2_000,
    says: /no answer within/,
  },
  {
    bug: 'opens although it was cancelled',
    make: (path) => alter(reference(path), { open: (sound, purpose) => sound.open(purpose) }),
    caughtBy: ['an open that was cancelled before it began is refused and brings nothing into being'],
    says: /open with an aborted signal: was not refused/,
  },
  {
    bug: 'throws the reason of an aborted signal',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          signal?.throwIfAborted()
          return sound.open(purpose, signal)
        },
      }),
    caughtBy: ['an open that was cancelled before it began is refused and brings nothing into being'],
    says: /no DriverError/,
  },
  {
    bug: 'counts no round trips',
    make: (path) => alter(reference(path), { roundTrips: () => 0 }),
    caughtBy: [TRIPS],
    says: /a run/,
  },
  {
    bug: 'counts every message twice',
    make: (path) => alter(reference(path), { roundTrips: (session) => session.roundTrips * 2 }),
    caughtBy: [TRIPS],
    says: /a run/,
  },
  {
    bug: 'counts a batch as nothing',
    make: (path) => {
      let batched = 0
      return alter(reference(path), {
        batch: async (session, blocks, finished) => {
          const before = session.roundTrips
          await session.batch(blocks, finished)
          batched += session.roundTrips - before
        },
        roundTrips: (session) => session.roundTrips - batched,
      })
    },
    caughtBy: [TRIPS],
    says: /a batch of two blocks/,
  },
  {
    bug: 'gives all sessions one name',
    make: (path) => alter(reference(path), { id: () => '1' }),
    caughtBy: ['open sessions have names of their own, where the server names them, and keep them'],
    says: /names of sessions that are open at once/,
  },
]
