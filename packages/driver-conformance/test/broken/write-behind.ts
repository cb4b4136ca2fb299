// Owns: a driver that answers a statement before it has sent it.
// Must not know: how it is found out.

import type { Driver, Session } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'

/** Each session is one statement behind; the last one is lost when it is closed. */
export function writeBehind(path: string): Driver {
  const pending = new WeakMap<object, string>()
  const flush = async (session: Session): Promise<void> => {
    const text = pending.get(session)
    pending.delete(session)
    if (text !== undefined) await session.run(text)
  }
  return alter(reference(path), {
    run: async (executor, text, params) => {
      if ('commit' in executor) return executor.run(text, params)
      const session = executor as Session
      await flush(session)
      if (!/^(INSERT|UPDATE|CREATE)/.test(text)) return session.run(text, params)
      pending.set(session, text)
      return { rows: [], affected: 1 }
    },
    begin: async (session) => {
      await flush(session)
      return session.begin()
    },
    batch: async (session, blocks, finished) => {
      await flush(session)
      return session.batch(blocks, finished)
    },
  })
}
