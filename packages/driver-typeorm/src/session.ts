// Owns: a session of the client's own driver that gives its query runner to migrations and back to the DataSource.
// Must not know: engines, how the runner was had.

import type { Session, Transaction } from '@godwit/core/driver'
import type { QueryRunner } from './data-source.ts'

/** `release` is called once, after the session was closed. */
export function sessionOn(inner: Session, runner: QueryRunner | undefined, release: () => Promise<void>): Session {
  let closing: Promise<void> | undefined

  async function end(): Promise<void> {
    try {
      await inner.close()
    } finally {
      await release()
    }
  }

  return {
    get dialect() {
      return inner.dialect
    },
    get id() {
      return inner.id
    },
    get roundTrips() {
      return inner.roundTrips
    },
    run: (text, params) => inner.run(text, params),
    begin: async (foreignKeys) => {
      const transaction = await inner.begin(foreignKeys)
      return runner === undefined ? transaction : withNative(transaction, runner)
    },
    batch: (blocks, finished) => inner.batch(blocks, finished),
    close: () => (closing ??= end()),
  }
}

function withNative({ run, commit, rollback }: Transaction, native: QueryRunner): Transaction {
  return { native, run, commit, rollback }
}
