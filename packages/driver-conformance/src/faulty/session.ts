// Owns: a session whose messages pass the faulty wire one by one.
// Must not know: how a batch is cut.

import type { Driver, Outcome, Session, SqlValue, Transaction } from '@godwit/core/driver'
import { cutBatch } from './batch.ts'
import type { Message } from './fault.ts'
import { lost, type FaultyWire } from './wire.ts'

export interface FaultySession extends Session {
  /** Breaks the connection: the database rolls back what is open on it. */
  kill(): Promise<void>
  /** Lets a message that hangs fail. */
  wake(): void
}

/** `die` is called when the fault hits a message of this session; it kills the session at least. */
export function faultySession(
  sound: Session,
  { dialect, capabilities }: Driver,
  wire: FaultyWire,
  die: () => Promise<void>,
): FaultySession {
  let state: 'alive' | 'dead' = 'alive'
  let wake = (): void => {}

  const hang = async (): Promise<never> => {
    await new Promise<void>((resolve) => {
      wake = resolve
    })
    throw lost()
  }

  const send = async <Value>(message: Message, work: () => Promise<Value>): Promise<Value> => {
    if (state === 'dead') throw lost()
    const fate = wire.next([message])
    if (fate === undefined) {
      wire.passed([message])
      return work()
    }
    wire.hit(message)
    if (fate.when === 'hang') return hang()
    // An error is an answer too, and lost like any other.
    if (fate.when === 'after') await work().catch(() => {})
    await die()
    throw lost()
  }

  const run = (on: Session | Transaction, text: string, params: readonly SqlValue[] | undefined): Promise<Outcome> =>
    send({ kind: 'run', text }, () => on.run(text, params))

  return {
    get dialect() {
      return sound.dialect
    },
    get id() {
      return sound.id
    },
    get roundTrips() {
      return sound.roundTrips
    },
    run: (text, params) => run(sound, text, params),
    begin: async (foreignKeys) => {
      const transaction = await send({ kind: 'begin', text: undefined }, () => sound.begin(foreignKeys))
      return {
        run: (text, params) => run(transaction, text, params),
        commit: () => send({ kind: 'commit', text: undefined }, () => transaction.commit()),
        rollback: () => send({ kind: 'rollback', text: undefined }, () => transaction.rollback()),
      }
    },
    batch: async (blocks, finished) => {
      if (state === 'dead') throw lost()
      const fate = await cutBatch({ session: sound, dialect, capabilities, wire, blocks, finished })
      if (fate === 'done') return
      if (fate === 'hang') await hang()
      await die()
      throw lost()
    },
    close: async () => {
      wake()
      if (state === 'alive') await sound.close()
    },
    kill: async () => {
      state = 'dead'
      await sound.close()
    },
    wake: () => wake(),
  }
}
