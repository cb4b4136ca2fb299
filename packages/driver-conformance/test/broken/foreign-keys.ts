// Owns: drivers that lose what refers to a table that is rebuilt, or let rows refer to nothing afterwards.
// Must not know: how they are found out.

import type { Block, Session, Transaction } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import { batching, hearing } from './batching.ts'
import type { Bug } from './bug.ts'
import { refuse } from './but.ts'
import { rewriting } from './rewriting.ts'

const SUSPENDED = 'a suspended block rebuilds a table and keeps the rows that refer to it'
const AGAIN = 'foreign keys are in force again after a suspended block, also after one that failed, and within the same batch'
const ASKED = 'foreign keys are in force in a transaction, and suspended in one that was begun so'
const REBUILDS = 'a suspended transaction rebuilds a table and keeps the rows that refer to it, and has its lock from the beginning'
const ENDED = 'foreign keys are in force again after a suspended transaction, however it ended, and on a session that is opened after it'
const FUNCTION =
  'a function of a migration that suspends foreign keys rebuilds a table and keeps the rows that refer to it, also in durable steps'

const REHEARSED =
  'a rehearsal of tables that are rebuilt, and of nothing else, proves it; what would dangle is found; foreign keys are in force afterwards'
const DANGLES = 'a function that leaves a row without the one that it refers to is rolled back, and the row is named; in a durable step too'
const IN_SQL =
  'a rebuild in SQL that leaves a row without the one that it refers to is rolled back too, and the row is named in the same words'
const APART =
  'a row that referred to nothing before the rebuild already is told apart from those that it would leave so, where it is one batch'

/** Foreign keys are switched by the session itself, as the bug would have it; the transaction is a sound one. */
function switching(
  path: string,
  begin: (session: Session, foreignKeys: Block['foreignKeys']) => Promise<Transaction>,
): ReturnType<typeof alter> {
  return alter(reference(path), { begin: (session, foreignKeys = 'enforced') => begin(session, foreignKeys) })
}

export const foreignKeys: readonly Bug[] = [
  {
    bug: 'has foreign keys switched off',
    make: (path) => {
      const sound = reference(path)
      return alter(sound, {
        open: async (_, purpose, signal) => {
          const session = await sound.open(purpose, signal)
          await session.run('PRAGMA foreign_keys = OFF')
          return session
        },
      })
    },
    caughtBy: ['foreign keys are in force in an enforced block'],
    says: /a dangling reference: was not refused/,
  },
  {
    bug: 'ignores that foreign keys are to be suspended',
    make: (path) =>
      hearing(path, (session, blocks, finished) =>
        session.batch(
          blocks.map((block) => ({ ...block, foreignKeys: 'enforced' })),
          finished,
        ),
      ),
    caughtBy: [SUSPENDED],
    says: /deep-?equal/i,
  },
  {
    bug: 'suspends foreign keys inside the transaction, where it has no effect',
    make: (path) =>
      batching(path, (session, block) =>
        session.batch([
          block.foreignKeys === 'enforced'
            ? block
            : { foreignKeys: 'enforced', statements: ['PRAGMA foreign_keys = OFF', ...block.statements, 'PRAGMA foreign_keys = ON'] },
        ]),
      ),
    caughtBy: [SUSPENDED],
    says: /deep-?equal/i,
  },
  {
    bug: 'never switches foreign keys on again',
    make: (path) =>
      batching(path, async (session, block) => {
        if (block.foreignKeys === 'suspended') await session.run('PRAGMA foreign_keys = OFF')
        await session.batch([{ ...block, foreignKeys: 'enforced' }])
      }),
    caughtBy: [SUSPENDED, AGAIN],
    says: /a dangling reference after a (failed )?rebuild: was not refused/,
  },
  {
    bug: 'does not switch foreign keys on again after a failure',
    make: (path) =>
      batching(path, async (session, block) => {
        if (block.foreignKeys === 'suspended') await session.run('PRAGMA foreign_keys = OFF')
        await session.batch([{ ...block, foreignKeys: 'enforced' }])
        await session.run('PRAGMA foreign_keys = ON')
      }),
    caughtBy: [AGAIN],
    says: /a dangling reference after a failed rebuild: was not refused/,
  },
  {
    bug: 'suspends foreign keys for the whole batch',
    make: (path) =>
      hearing(path, async (session, blocks, finished) => {
        const some = blocks.some((block) => block.foreignKeys === 'suspended')
        if (some) await session.run('PRAGMA foreign_keys = OFF')
        try {
          await session.batch(
            blocks.map((block) => ({ ...block, foreignKeys: 'enforced' })),
            finished,
          )
        } finally {
          if (some) await session.run('PRAGMA foreign_keys = ON')
        }
      }),
    caughtBy: [AGAIN],
    says: /an enforced block after a suspended one: was not refused/,
  },
  {
    bug: 'ignores that foreign keys are to be suspended in a transaction',
    make: (path) => switching(path, (session) => session.begin()),
    caughtBy: [ASKED, REBUILDS],
    says: /deep-?equal|in a transaction begun suspended/i,
  },
  {
    bug: 'ignores it, and core must not run a function that counts on it',
    make: (path) => switching(path, (session) => session.begin()),
    caughtBy: [FUNCTION],
    says: /did not suspend foreign keys, and nothing was run/,
  },
  {
    bug: 'never switches foreign keys on again after a transaction',
    make: (path) =>
      switching(path, async (session, foreignKeys) => {
        if (foreignKeys === 'suspended') await session.run('PRAGMA foreign_keys = OFF')
        return session.begin()
      }),
    caughtBy: [ASKED, ENDED],
    says: /in a transaction begun enforced|after a commit: was not refused/,
  },
  {
    bug: 'switches foreign keys on again after a commit only',
    make: (path) =>
      switching(path, async (session, foreignKeys) => {
        if (foreignKeys === 'suspended') await session.run('PRAGMA foreign_keys = OFF')
        const transaction = await session.begin()
        return {
          ...transaction,
          commit: async () => {
            await transaction.commit()
            if (foreignKeys === 'suspended') await session.run('PRAGMA foreign_keys = ON')
          },
        }
      }),
    caughtBy: [ENDED],
    says: /after a rollback: was not refused/,
  },
  {
    bug: 'takes the lock of a suspended transaction with its first write',
    make: (path) =>
      switching(path, async (session, foreignKeys) => {
        if (foreignKeys === 'enforced') return session.begin()
        await session.run('PRAGMA foreign_keys = OFF')
        await session.run('BEGIN')
        const end = async (how: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
          await session.run(how)
          await session.run('PRAGMA foreign_keys = ON')
        }
        return { run: (text, params) => session.run(text, params), commit: () => end('COMMIT'), rollback: () => end('ROLLBACK') }
      }),
    caughtBy: [REBUILDS],
    says: /after a suspended transaction beside another was let in: was not refused/,
  },
  {
    bug: 'finds nothing that dangles',
    make: (path) => rewriting(reference(path), (text) => (LOOKS.test(text) ? NOTHING : text)),
    caughtBy: [DANGLES, IN_SQL, REHEARSED],
    says: /migrated|rehearsed/,
  },
  {
    bug: 'finds nothing that dangles but in a batch, which cannot say what',
    make: (path) => alter(reference(path), { run: (executor, text, params) => executor.run(LOOKS.test(text) ? NOTHING : text, params) }),
    caughtBy: [IN_SQL],
    says: /that are not there\. It was rolled back/,
  },
  {
    bug: 'finds nothing that dangles but in a batch and in a transaction',
    make: (path) =>
      alter(reference(path), {
        run: (executor, text, params) => executor.run(LOOKS.test(text) && !('commit' in executor) ? NOTHING : text, params),
      }),
    caughtBy: [APART],
    says: /row 10 → 'parents', 'children' row 30 → 'parents'\. It was rolled back\.\\?"\n/,
  },
  {
    bug: 'commits what a batch has done that was refused',
    make: (path) =>
      batching(path, async (session, { statements, foreignKeys }, block) => {
        if (foreignKeys === 'suspended') await session.run('PRAGMA foreign_keys = OFF')
        try {
          for (const [statement, text] of statements.entries())
            await session.run(text).catch((error: unknown) => refuse(error, { at: { block, statement } }))
        } finally {
          await session.run('PRAGMA foreign_keys = ON')
        }
      }),
    caughtBy: [IN_SQL, APART],
    says: /deep-?equal/i,
  },
]

/** What core asks in order to learn it, by itself and in a batch. */
const LOOKS = /foreign_key_check/
const NOTHING = 'SELECT 1 WHERE 0'
