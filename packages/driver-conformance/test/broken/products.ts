// Owns: drivers on which the product's promises cannot be kept.
// Must not know: how they are found out.

import { builtUrl } from '../built.ts'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'
import { generous } from './generous.ts'
import { lockFile } from './lock-file.ts'
import { loop } from './loop.ts'
import { ownCopy } from './own-copy.ts'
import { rewriting } from './rewriting.ts'
import { writeBehind } from './write-behind.ts'

const UP = (commit: string): string =>
  `dying at any point on the way up (commit ${commit}) leaves nothing to do by hand: the next run arrives at the same database`
const CANCELLED = 'cancelled at any of its events, a run ends in a state that its report describes and that the next run continues'

export const products: readonly Bug[] = [
  {
    bug: 'says atomic and runs a loop',
    make: loop,
    caughtBy: [
      'five runners that start at the same moment on an empty database apply every migration once, and all of them end well',
      UP('per-migration'),
      UP('per-run'),
      'dying at any point on the way down leaves nothing to do by hand: the next run arrives at the same database',
    ],
    says: /failed|no such table|already exists|deep-?equal|history|FOREIGN KEY|after point/i,
  },
  {
    bug: 'has a database for each process',
    make: ownCopy,
    built: { module: builtUrl('broken/own-copy.js'), factory: 'ownCopy' },
    caughtBy: ['so do four processes'],
    says: /what all of them together say they applied/,
  },
  {
    bug: 'has a lock that outlives its process',
    make: lockFile,
    built: { module: builtUrl('broken/lock-file.js'), factory: 'lockFile' },
    caughtBy: ['a process that is killed at any of its events leaves nothing to do by hand: the next run arrives at the same database'],
    patience: 2_000,
    says: /no answer within/,
  },
  {
    bug: 'answers a statement before it has sent it',
    make: writeBehind,
    caughtBy: [
      'dying at any point between statements that are recorded one by one: the next run goes on there, or names the one statement that it cannot know about',
    ],
    says: /point/,
  },
  {
    // What is lost is that the lease was given back.
    bug: 'loses what it was about to send when it is closed',
    make: writeBehind,
    caughtBy: ['so does a run whose statements are recorded one by one'],
    patience: 2_000,
    says: /no answer within/,
  },
  {
    bug: 'commits what is open when the session is closed',
    make: (path) => generous(reference(path)),
    caughtBy: [
      UP('per-migration'),
      'wherever the connection breaks, before or after the message took effect, the report says what the history says, and nothing happens twice',
    ],
    says: /is in the history and was reported as/,
  },
  {
    bug: 'makes INSERT forgiving',
    make: (path) => rewriting(reference(path), (text) => text.replace(/^INSERT INTO/, 'INSERT OR IGNORE INTO')),
    caughtBy: [
      'a rival who applies the same migrations between our reading and our writing: nothing is applied twice, and both end well',
      'a receipt whose place in the history was taken by another migration is refused by the database, with all that came with it',
      'two receipts for one place in the history are refused as a constraint, in a batch and in a transaction',
      'a runner whose lease was taken over writes nothing more: its next record is refused by the database',
    ],
    says: /already exists|failed|was not refused|what the second statement would have made|migrated/i,
  },
  {
    bug: 'swallows statements that it takes for dangerous',
    make: (path) => rewriting(reference(path), (text) => (text === 'DROP TABLE readers' ? 'SELECT 1' : text)),
    caughtBy: ['all the way up, down and up again: nothing is left below, and the second way up ends where the first did'],
    says: /what is left after the way down/,
  },
  {
    bug: 'ignores that foreign keys are to be suspended',
    make: (path) =>
      alter(reference(path), {
        batch: (session, blocks, finished) =>
          session.batch(
            blocks.map((block) => ({ ...block, foreignKeys: 'enforced' })),
            finished,
          ),
      }),
    caughtBy: ['each migration by itself: its way down undoes its way up, schema and rows, and can be gone again'],
    says: /0003: what its way down left/,
  },
  {
    bug: 'commits on rollback',
    make: (path) => alter(reference(path), { rollback: (transaction) => transaction.commit() }),
    caughtBy: ['a rehearsal from every state, up and down, leaves the database as it was, and says of each step whether it was proved'],
    says: /up, from state 0/,
  },
  {
    bug: 'swallows errors of statements',
    make: (path) =>
      alter(reference(path), { run: (executor, text, params) => executor.run(text, params).catch(() => ({ rows: [], affected: 0 })) }),
    caughtBy: ['a rehearsal finds the statement that would fail, where ddl is transactional'],
    says: /rehearsed|up-to-date/,
  },
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
    caughtBy: ['status, plan, dry run, summary, validation and rehearsal bring nothing into being where there is nothing yet'],
    says: /files after: status/,
  },
  {
    bug: 'switches the journal mode of a database that it only reads',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          if (purpose === 'read') {
            const writer = await sound.open('write')
            await writer.run('PRAGMA user_version = 7')
            await writer.close()
          }
          return sound.open(purpose, signal)
        },
      }),
    caughtBy: ['they change nothing where there is something, in the middle of a history or at its end'],
    says: /files after: status/,
  },
  {
    bug: 'asks whether the connection is alive before each statement',
    make: (path) =>
      alter(reference(path), {
        run: async (executor, text, params) => {
          await executor.run('SELECT 1')
          return executor.run(text, params)
        },
      }),
    caughtBy: ['a run with nothing to do writes nothing, and costs one round trip on an open session'],
    says: /round trips of a run with nothing to do/,
  },
  {
    bug: 'runs the rest of a batch that was stopped',
    make: (path) =>
      alter(reference(path), {
        batch: (session, blocks, finished) => {
          let listening = true
          return session.batch(blocks, (index) => {
            if (listening && finished?.(index) === 'stop') listening = false
            return 'continue'
          })
        },
      }),
    caughtBy: [CANCELLED],
    says: /is in the history and/,
  },
  {
    bug: 'keeps a table of its own',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          const session = await sound.open(purpose, signal)
          await session.run('CREATE TABLE IF NOT EXISTS driver_state (n INTEGER)')
          return session
        },
      }),
    caughtBy: [
      'a run that was cancelled before it began does nothing',
      'a parameter in a script, which has no values, is refused before anything runs, where the engine would take NULL for it',
    ],
    says: /driver_state/,
  },
]
