// Owns: doing something at an exact place of somebody else's run, between two of its messages.
// Must not know: what is done, why there.

import type { Driver, Session, Transaction } from '@godwit/core/driver'

/** `text`: what is about to be sent; of a batch, its first statement; undefined for begin, commit and rollback. */
export type Place = (text: string | undefined) => boolean

/** A driver that waits for `work` before the first message for which `at` is true. */
export function interpose(driver: Driver, at: Place, work: () => Promise<void>): Driver {
  let state: 'waiting' | 'done' = 'waiting'
  const pass = async (text: string | undefined): Promise<void> => {
    if (state === 'done' || !at(text)) return
    state = 'done'
    await work()
  }
  return { ...driver, open: async (purpose, signal) => interposed(await driver.open(purpose, signal), pass) }
}

function interposed(session: Session, pass: (text: string | undefined) => Promise<void>): Session {
  return {
    get dialect() {
      return session.dialect
    },
    get id() {
      return session.id
    },
    get roundTrips() {
      return session.roundTrips
    },
    run: async (text, params) => {
      await pass(text)
      return session.run(text, params)
    },
    begin: async () => {
      await pass(undefined)
      return interposedTransaction(await session.begin(), pass)
    },
    batch: async (blocks, finished) => {
      await pass(blocks[0]?.statements[0])
      return session.batch(blocks, finished)
    },
    close: () => session.close(),
  }
}

function interposedTransaction(transaction: Transaction, pass: (text: string | undefined) => Promise<void>): Transaction {
  return {
    run: async (text, params) => {
      await pass(text)
      return transaction.run(text, params)
    },
    commit: async () => {
      await pass(undefined)
      return transaction.commit()
    },
    rollback: () => transaction.rollback(),
  }
}
