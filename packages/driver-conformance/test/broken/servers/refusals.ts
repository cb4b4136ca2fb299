// Owns: drivers of servers that don't say what went wrong, or lose something of a value.
// Must not know: how they are found out.

import { isDriverError, type Driver, type DriverError, type DriverReason } from '@godwit/core/driver'
import { alter } from '../alter.ts'
import { but, refuse } from '../but.ts'
import { reading } from '../reading.ts'
import type { ServerBug } from './bug.ts'

const WAITS =
  'who writes a key that another transaction has written waits for it: refused with constraint after its commit, going on after its rollback'
const TOO_LONG = 'who waits too long for a row or a table hears of lock-timeout: nothing was applied, and it may be tried again'
const DEADLOCK = 'of two transactions that wait for each other one hears of a deadlock and holds nothing, and the other goes on'
const SNAPSHOT = 'who writes over something newer than what he reads hears of serialization'
const LIMIT = 'a statement that takes longer than it may is ended with statement-timeout, and the session goes on'
const NOWHERE = 'a server that is not there is a connection that is refused, and nothing was applied'
const STRANGER = 'somebody whom the server does not let in hears of authentication, and nothing was applied'

/** Every error of a statement passes through `change`. */
function erring(sound: Driver, change: (error: DriverError) => DriverError): Driver {
  const rethrow = (error: unknown): never => {
    throw isDriverError(error) ? change(error) : error
  }
  return alter(sound, { run: (executor, text, params) => executor.run(text, params).catch(rethrow) })
}

/** Says `wrong` where `right` would be true. */
function mistakes(right: DriverReason, wrong: DriverReason): (sound: Driver) => Driver {
  return (sound) => erring(sound, (error) => (error.reason === right ? but(error, { reason: wrong, retryable: error.retryable }) : error))
}

/** A session that cannot be had is refused otherwise. */
function opening(sound: Driver, change: (error: unknown) => never): Driver {
  return alter(sound, { open: (driver, purpose, signal) => driver.open(purpose, signal).catch(change) })
}

export const refusals: readonly ServerBug[] = [
  {
    bug: 'takes a lock that is held for an unknown error',
    on: ['postgres', 'mysql'],
    make: mistakes('lock-timeout', 'unknown'),
    caughtBy: [TOO_LONG],
    says: /'unknown' !==|unknown/,
  },
  {
    bug: 'takes a deadlock for a constraint',
    on: ['postgres', 'mysql'],
    make: mistakes('deadlock', 'constraint'),
    caughtBy: [DEADLOCK],
    says: /constraint|deadlock/i,
  },
  {
    bug: 'takes a serialization failure for an unknown error',
    on: ['postgres'],
    make: mistakes('serialization', 'unknown'),
    caughtBy: [SNAPSHOT],
    says: /could not serialize/,
  },
  {
    bug: 'does not want a deadlock tried again',
    on: ['mysql'],
    make: (sound) => erring(sound, (error) => but(error, { retryable: false })),
    caughtBy: [DEADLOCK, TOO_LONG],
    says: /may succeed later/,
  },
  {
    bug: 'takes a statement that ran too long for a lost connection',
    on: ['postgres', 'mysql'],
    make: mistakes('statement-timeout', 'connection'),
    caughtBy: [LIMIT],
    says: /connection|timeout/i,
  },
  {
    bug: 'is said to work in this process, and works on a server',
    on: ['postgres', 'mysql'],
    place: 'process',
    make: (sound) => sound,
    caughtBy: ['where the engine works in this process, a statement comes to its end, whatever limit it has'],
    says: /somebody ended the statement/,
  },
  {
    bug: 'takes a forbidden statement for a missing object',
    on: ['postgres', 'mysql'],
    make: mistakes('permission', 'missing-object'),
    caughtBy: ['what nobody may do is refused with permission'],
    says: /denied/,
  },
  {
    bug: 'takes a name that is taken for an unknown error',
    on: ['postgres'],
    make: (sound) => erring(sound, (error) => (error.message.includes('already exists') ? but(error, { reason: 'unknown' }) : error)),
    caughtBy: ['a name that is taken is a key that is taken, where two who create the same may hear of either'],
    says: /already exists/,
  },
  {
    bug: 'makes INSERT forgiving',
    on: ['mysql'],
    make: (sound) =>
      alter(sound, { run: (executor, text, params) => executor.run(text.replace(/^INSERT INTO/, 'INSERT IGNORE INTO'), params) }),
    caughtBy: [WAITS],
    says: /after a commit: was not refused/,
  },
  {
    bug: 'gives up at the first lock that it meets',
    on: ['postgres'],
    make: (sound) =>
      alter(sound, {
        run: async (executor, text, params) => {
          if (text.startsWith('INSERT') && 'commit' in executor) await executor.run('LOCK TABLE items IN SHARE ROW EXCLUSIVE MODE NOWAIT')
          return executor.run(text, params)
        },
      }),
    caughtBy: [WAITS],
    says: /before a commit: could not obtain lock/,
  },
  {
    bug: 'cannot say whether anything was applied where nobody listens',
    on: ['postgres', 'mysql'],
    make: (sound) => opening(sound, (error) => refuse(error, { outcome: 'unknown' })),
    caughtBy: [NOWHERE, STRANGER],
    says: /not-applied/,
  },
  {
    bug: 'takes a wrong password for a lost connection',
    on: ['postgres', 'mysql'],
    make: (sound) => opening(sound, (error) => refuse(error, { reason: 'connection' })),
    caughtBy: [STRANGER],
    says: /connection: /,
  },
  {
    bug: 'shows the password that was refused',
    on: ['postgres', 'mysql'],
    make: (sound, url) => opening(sound, (error) => refuse(error, { cause: { tried: url } })),
    caughtBy: [STRANGER],
    says: /a secret shows/,
  },
  {
    bug: 'is sure that a statement was not applied whose answer was lost',
    on: ['postgres', 'mysql'],
    make: (sound) => erring(sound, (error) => but(error, { outcome: 'not-applied' })),
    caughtBy: [
      'a statement that is lost, or whose answer is, rejects with connection, and with outcome unknown unless it certainly did not arrive',
    ],
    says: /the outcome was given as not-applied/,
  },
  {
    bug: 'makes numbers of decimals and dates of days',
    on: ['postgres', 'mysql'],
    make: (sound) => reading(sound, (value) => (typeof value === 'string' && /^\d+\.\d+$/.test(value) ? Number(value) : value)),
    caughtBy: ['what JavaScript has no type for comes as text, whole and unmoved: decimals, days, moments, JSON'],
    says: /a decimal of thirty digits: number/,
  },
  {
    bug: 'moves a moment by a time zone',
    on: ['mysql'],
    make: (sound) =>
      reading(sound, (value) =>
        typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:/.test(value) ? new Date(`${value.replace(' ', 'T')}+02:00`) : value,
      ),
    caughtBy: ['what JavaScript has no type for comes as text, whole and unmoved: decimals, days, moments, JSON'],
    says: /a moment without a zone: object/,
  },
  {
    bug: 'cuts a statement at a NUL, as C does',
    on: ['postgres', 'mysql'],
    make: (sound) => alter(sound, { run: (executor, text, params) => executor.run(text.split('\0', 1)[0] ?? '', params) }),
    caughtBy: ['a statement with a NUL character is refused, and the part before it does not run'],
    says: /was not refused/,
  },
  {
    bug: 'cuts text at a NUL, as C does',
    on: ['postgres', 'mysql'],
    make: (sound) =>
      alter(sound, {
        run: (executor, text, params) =>
          executor.run(
            text,
            params?.map((value) => (typeof value === 'string' ? (value.split('\0', 1)[0] ?? '') : value)),
          ),
      }),
    caughtBy: ['text with a NUL character comes back whole, or is refused'],
    says: /text with a NUL: string one instead/,
  },
  {
    bug: 'gives new names to its sessions, and the same ones',
    on: ['postgres', 'mysql'],
    make: (sound) => {
      let n = 0
      return alter(sound, { id: () => String(n++ % 3) })
    },
    caughtBy: ['open sessions have names of their own, where the server names them, and keep them'],
    says: /names of sessions/,
  },
]
