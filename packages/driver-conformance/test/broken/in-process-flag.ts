// Owns: a driver whose lock is a flag in this process, the mistake of eleven drivers of a well-known tool.
// Must not know: how it is found out.

import { DriverError, type Driver } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter, byHand } from './alter.ts'

const held = new Map<string, object>()

/** With `everything`, statements outside of transactions respect the flag too, and nobody in this process can tell. */
export function flagged(path: string, covers: 'transactions' | 'everything'): Driver {
  const mine = new WeakSet<object>()
  const respect = (): void => {
    if (held.has(path)) throw new DriverError({ reason: 'lock-timeout', message: 'the flag is up', outcome: 'not-applied' })
  }
  return alter(reference(path), {
    begin: async (session) => {
      respect()
      const transaction = await byHand(session, 'BEGIN')
      held.set(path, transaction)
      mine.add(transaction)
      return transaction
    },
    run: async (executor, text, params) => {
      if (covers === 'everything' && !mine.has(executor)) respect()
      return executor.run(text, params)
    },
    batch: async (session, blocks, finished) => {
      if (covers === 'everything') respect()
      return session.batch(blocks, finished)
    },
    commit: async (transaction) => {
      await transaction.commit()
      held.delete(path)
    },
    rollback: async (transaction) => {
      await transaction.rollback()
      held.delete(path)
    },
  })
}

export function flaggedEverything(path: string): Driver {
  return flagged(path, 'everything')
}
