// Owns: drivers of servers that lie about what they can do.
// Must not know: how they are found out.

import { isDriverError, type Driver, type Session } from '@godwit/core/driver'
import { alter, byHand } from '../alter.ts'
import { refuse } from '../but.ts'
import type { ServerBug } from './bug.ts'

const DDL = "ddl: 'transactional' loses a CREATE TABLE on rollback, and 'autocommit' keeps it"
const PINNED = "session: 'pinned' keeps temporary tables and settings, also across a transaction, a batch and an error"
const PINNED_EACH = "session: 'pinned' is true of several sessions of one driver that work at the same time"
const MANY = "writers: 'many' lets two transactions write and commit beside each other"
const MANY_EACH = "writers: 'many' holds between two sessions of one driver too"
const BESIDE = "writers: 'many' opens and serves a second session while a statement of the first one waits"
const STOPS = 'the first error stops the batch: blocks before it hold and were announced, nothing after it runs'
const OWN_TRANSACTION =
  "where batch is 'ordered', a transaction that the texts open and commit holds, and one that they leave open at a mistake is undone and lets go"
const FLAVOR = "a session's dialect is of the driver's family, and its flavor is what the server says of itself"

const AT_WORK = 'by its name the server tells whether a session is at work, as long as it is, to whoever asks over another one'
const ENDED =
  'by its name a session is told to end what it is at work on: that is refused, nothing of it was applied, and the session goes on'

/** All sessions are this one connection. */
function oneForAll(sound: Driver): Driver {
  let only: Promise<Session> | undefined
  return alter(sound, { open: () => (only ??= sound.open('write')), close: async () => {}, begin: (session) => byHand(session, 'BEGIN') })
}

/** A batch sent text by text; `mistaken` decides what follows an error. */
function textByText(sound: Driver, mistaken: (session: Session) => Promise<'stop' | 'go on'>): Driver {
  return alter(sound, {
    batch: async (session, blocks, finished) => {
      for (const [block, { statements }] of blocks.entries()) {
        for (const [statement, text] of statements.entries()) {
          try {
            await session.run(text)
          } catch (error) {
            if ((await mistaken(session)) === 'stop') refuse(error, { at: { block, statement } })
          }
        }
        if (finished?.(block) === 'stop') return
      }
    },
  })
}

export const claims: readonly ServerBug[] = [
  {
    bug: 'says transactional where DDL commits by itself',
    on: ['mysql'],
    make: (sound) => alter(sound, { capabilities: { ddl: 'transactional' } }),
    caughtBy: [DDL, "where ddl is 'transactional', a rollback undoes created, altered and dropped tables, indexes and views"],
    says: /a table outlived the rollback|doomed|deep-?equal/i,
  },
  {
    bug: 'says atomic and sends statement after statement',
    on: ['postgres', 'mysql'],
    make: (sound) =>
      alter(
        textByText(sound, async () => 'stop'),
        { capabilities: { batch: 'atomic' } },
      ),
    caughtBy: ["batch: 'atomic' leaves nothing of a failed block and keeps the blocks before it"],
    says: /rows after the second block failed/,
  },
  {
    bug: 'says ordered, has DDL in transactions, and is atomic',
    on: ['postgres'],
    make: (sound) => alter(sound, { capabilities: { batch: 'ordered' } }),
    caughtBy: ["batch: 'ordered' keeps what the failed block did before its error"],
    says: /deep-?equal/i,
  },
  {
    bug: 'goes on with an ordered batch after an error',
    on: ['mysql'],
    make: (sound) => textByText(sound, async () => 'go on'),
    caughtBy: [STOPS, "batch: 'ordered' keeps what the failed block did before its error"],
    says: /was not refused/,
  },
  {
    bug: 'goes on with the rest of an ordered batch and then reports its error',
    on: ['mysql'],
    make: (sound) =>
      alter(sound, {
        batch: async (session, blocks, finished) => {
          try {
            await session.batch(blocks, finished)
          } catch (error) {
            for (const { statements } of blocks) for (const text of statements) await session.run(text).catch(() => {})
            throw error
          }
        },
      }),
    caughtBy: [STOPS],
    says: /deep-?equal/i,
  },
  {
    bug: 'leaves a transaction of the texts open after a failed batch',
    on: ['mysql'],
    make: (sound) => textByText(sound, async () => 'stop'),
    caughtBy: [OWN_TRANSACTION],
    patience: 2_000,
    says: /no answer within/,
  },
  {
    bug: 'commits what a failed batch has left open',
    on: ['mysql'],
    make: (sound) =>
      textByText(sound, async (session) => {
        await session.run('COMMIT')
        return 'stop'
      }),
    caughtBy: [OWN_TRANSACTION],
    says: /Duplicate entry/,
  },
  {
    bug: 'has one connection for two sessions',
    on: ['postgres', 'mysql'],
    make: oneForAll,
    caughtBy: [PINNED_EACH, MANY_EACH],
    says: /mine|already exists|no transaction|what the first one sees/i,
  },
  {
    bug: 'serves one session after the other',
    on: ['postgres', 'mysql'],
    make: (sound) => {
      let last: Promise<unknown> = Promise.resolve()
      const inLine = <Value>(work: () => Promise<Value>): Promise<Value> => {
        const mine = last.then(work, work)
        last = mine.catch(() => {})
        return mine
      }
      return alter(sound, {
        open: (driver, purpose, signal) => inLine(() => driver.open(purpose, signal)),
        run: (executor, text, params) => inLine(() => executor.run(text, params)),
      })
    },
    caughtBy: [BESIDE],
    says: /the second session came to its turn only then/,
  },
  {
    bug: 'says many and has a lock for all writers',
    on: ['mysql'],
    make: (sound) =>
      alter(sound, {
        begin: async (session) => {
          await session.run("DO GET_LOCK(CONCAT(DATABASE(), 'writers'), 60)")
          return session.begin()
        },
      }),
    caughtBy: [MANY, MANY_EACH],
    patience: 2_000,
    says: /no answer within/,
  },
  {
    bug: 'says pinned and takes a connection out of a pool for each statement',
    on: ['postgres', 'mysql'],
    make: (sound, url, more) => {
      const pool = more(url)
      return alter(sound, {
        closeDriver: async () => {
          await pool.close()
          await sound.close()
        },
        run: async (executor, text, params) => {
          if ('commit' in executor) return executor.run(text, params)
          const passing = await pool.open('write')
          try {
            return await passing.run(text, params)
          } finally {
            await passing.close()
          }
        },
      })
    },
    caughtBy: [PINNED, PINNED_EACH],
    says: /mine/,
  },
  {
    bug: 'calls MariaDB MySQL',
    on: ['mysql'],
    make: (sound) =>
      alter(sound, {
        open: async (driver, purpose, signal) => {
          const session = await driver.open(purpose, signal)
          return new Proxy(session, { get: (target, key) => (key === 'dialect' ? driver.dialect : Reflect.get(target, key)) as unknown })
        },
      }),
    caughtBy: [FLAVOR],
    says: /flavor of: .*MariaDB/,
  },
  {
    bug: 'has names for its sessions that the server has never heard',
    on: ['postgres', 'mysql'],
    make: (sound) => alter(sound, { id: ({ id }) => `session ${id}` }),
    caughtBy: [AT_WORK, ENDED],
    says: /does not understand the name/,
  },
  {
    bug: "has names for its sessions that are another one's",
    on: ['postgres', 'mysql'],
    make: (sound) => alter(sound, { id: ({ id }) => String(Number(id) + 1_000_000) }),
    caughtBy: [AT_WORK, ENDED],
    patience: 2_000,
    says: /no answer within/,
  },
  {
    bug: 'has no names for its sessions',
    on: ['postgres', 'mysql'],
    make: (sound) => alter(sound, { id: () => undefined }),
    caughtBy: [AT_WORK, ENDED],
    says: /has no name/,
  },
  {
    bug: 'runs again what was cancelled',
    on: ['mysql'],
    make: (sound) =>
      alter(sound, {
        run: (executor, text, params) =>
          executor.run(text, params).catch((error: unknown) => {
            if (!isDriverError(error) || error.reason !== 'statement-timeout') throw error
            return executor.run("SELECT 'never mind'")
          }),
      }),
    caughtBy: [ENDED],
    says: /the statement went on/,
  },
  {
    bug: 'gives a connection back with what a text has left open on it',
    on: ['postgres', 'mysql'],
    make: (sound) => {
      const idle: Session[] = []
      return alter(sound, {
        open: async (driver, purpose, signal) => idle.pop() ?? driver.open(purpose, signal),
        close: async (session) => void idle.push(session),
      })
    },
    caughtBy: ['closing the session undoes a transaction that a text has opened, and gives its locks back'],
    says: /what it left open \(run\) holds/,
  },
]
