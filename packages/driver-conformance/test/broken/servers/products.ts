// Owns: drivers of servers on which the product's promises cannot be kept.
// Must not know: how they are found out.

import { isDriverError } from '@godwit/core/driver'
import { alter } from '../alter.ts'
import { refuse } from '../but.ts'
import { generous } from '../generous.ts'
import { reading } from '../reading.ts'
import { rewriting } from '../rewriting.ts'
import type { ServerBug } from './bug.ts'

const UP = 'dying at any point on the way up (commit per-migration) leaves nothing to do by hand: the next run arrives at the same database'
const BETWEEN =
  'dying at any point between statements that are recorded one by one: the next run goes on there, or names the one statement that it cannot know about'
const BREAKS =
  'wherever the connection breaks, before or after the message took effect, the report says what the history says, and nothing happens twice'
const OVERTAKEN = 'a runner whose lease was taken over writes nothing more: its next record is refused by the database'

export const products: readonly ServerBug[] = [
  {
    bug: 'tells of no locks',
    on: ['postgres'],
    make: (sound) => rewriting(sound, (text) => (text.includes('pg_locks') ? 'SELECT 1 WHERE false' : text)),
    caughtBy: ['a rehearsal tells of each step which tables it locks, and which it writes anew, where the engine does'],
    says: /is not among/,
  },
  {
    bug: 'leaves schemas out of what it sends',
    on: ['postgres', 'mysql'],
    make: (sound) => rewriting(sound, (text) => text.replaceAll(/(["`])godwit_history_\w+\1\.(?=\1)/g, '')),
    caughtBy: [
      'three runners keep their history in a schema that one of them makes; nothing of it is where the migrations make their tables',
    ],
    says: /deep-?equal/i,
  },
  {
    bug: 'commits what is open when the session is closed',
    on: ['mysql'],
    make: generous,
    caughtBy: [UP, BETWEEN, BREAKS],
    says: /point/,
  },
  {
    bug: 'makes INSERT forgiving',
    on: ['mysql'],
    make: (sound) => rewriting(sound, (text) => text.replace(/^INSERT INTO/, 'INSERT IGNORE INTO')),
    // What else it would do is prevented by the lease.
    caughtBy: [OVERTAKEN],
    says: /failed|migrated|already exists|up-to-date|deep-?equal/i,
  },
  {
    bug: 'is sure that nothing was applied of a batch whose answer was lost',
    on: ['mysql'],
    make: (sound) =>
      alter(sound, {
        run: (executor, text, params) => executor.run(text, params).catch(sure),
        batch: (session, blocks, finished) => session.batch(blocks, finished).catch(sure),
      }),
    caughtBy: ['so does a batch, and it announces no block that it did not hear of'],
    says: /the outcome was given as not-applied/,
  },
  {
    bug: 'ends a batch in silence where its connection ends',
    on: ['postgres', 'mysql'],
    make: (sound) =>
      alter(sound, {
        batch: (session, blocks, finished) =>
          session.batch(blocks, finished).catch((error: unknown) => {
            if (!isDriverError(error) || error.reason !== 'connection') throw error
          }),
      }),
    caughtBy: ['so does a batch, and it announces no block that it did not hear of'],
    says: /was not refused/,
  },
  {
    bug: 'says of every statement that it changed a row',
    on: ['mysql'],
    make: (sound) =>
      alter(sound, {
        run: async (executor, text, params) => {
          const { rows, affected } = await executor.run(text, params)
          return { rows, affected: Math.max(1, affected) }
        },
      }),
    caughtBy: ['where ddl commits by itself and a function has run some before it forgot a statement, nobody says that it was rolled back'],
    says: /settlement: 'rolled back'/,
  },
  {
    bug: 'gives booleans as text',
    on: ['postgres'],
    make: (sound) => reading(sound, (value) => (typeof value === 'boolean' ? String(value) : value)),
    caughtBy: ['where a check is true or not 0, the migration is recorded and not run; where it is false, 0, NULL or nothing, it runs'],
    says: /The check of migration '104' gives a text/,
  },
]

function sure(error: unknown): never {
  return refuse(error, { outcome: 'not-applied' })
}
