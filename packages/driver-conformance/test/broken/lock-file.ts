// Owns: a driver whose lock is a file beside the database, which nobody removes for a process that was killed.
// Must not know: how it is found out.

import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { DriverError, type Driver } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'

export function lockFile(path: string): Driver {
  const lock = `${path}.lock`
  return alter(reference(path), {
    begin: async (session) => {
      if (existsSync(lock)) throw new DriverError({ reason: 'lock-timeout', message: `${lock} is there`, outcome: 'not-applied' })
      writeFileSync(lock, '')
      return session.begin()
    },
    commit: async (transaction) => {
      await transaction.commit()
      rmSync(lock)
    },
    rollback: async (transaction) => {
      await transaction.rollback()
      rmSync(lock, { force: true })
    },
  })
}
