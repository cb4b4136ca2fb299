// Owns: a driver that commits what is open when the session is closed.
// Must not know: how it is found out.

import type { Driver, Transaction } from '@godwit/core/driver'
import { alter } from './alter.ts'

export function generous(sound: Driver): Driver {
  const open = new WeakMap<object, Transaction>()
  return alter(sound, {
    begin: async (session) => {
      const transaction = await session.begin()
      open.set(session, transaction)
      return transaction
    },
    close: async (session) => {
      await open
        .get(session)
        ?.commit()
        .catch(() => {})
      // What a text has opened, too.
      await session.run('COMMIT').catch(() => {})
      await session.close()
    },
  })
}
