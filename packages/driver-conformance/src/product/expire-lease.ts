// Owns: the time that passes until the term of a dead owner is over, without waiting for it.
// Must not know: who died.

import { isDriverError, type Session } from '@godwit/core/driver'

import type { Bench } from '../law.ts'
import { exists } from '../probe.ts'

export async function expireLease(observer: Session, { words }: Pick<Bench, 'words'>): Promise<void> {
  if (!(await exists(observer, words.tables, 'migrations_lease'))) return
  for (;;) {
    try {
      return void (await observer.run('UPDATE migrations_lease SET expires_at = 0'))
    } catch (error) {
      // The server may still be undoing what the dead owner had open; the next attempt waits for it in its turn.
      if (!isDriverError(error) || !error.retryable) throw error
    }
  }
}
