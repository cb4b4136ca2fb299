// Owns: taking a sound driver and breaking it in one place.
// Must not know: what is broken.

import type {
  Block,
  Capabilities,
  Copy,
  Dialect,
  Driver,
  Executor,
  Outcome,
  Purpose,
  Session,
  SqlValue,
  Transaction,
} from '@godwit/core/driver'

type Finished = (block: number) => 'continue' | 'stop'

/** Each alteration gets the sound part and does its worst with it. */
export interface Alterations {
  readonly capabilities?: Partial<Capabilities>
  readonly dialect?: (sound: Dialect) => Dialect
  readonly open?: (sound: Driver, purpose: Purpose, signal: AbortSignal | undefined) => Promise<Session>
  readonly copy?: (sound: Driver) => Promise<Copy>
  readonly closeDriver?: (sound: Driver) => Promise<void>
  /** Of a session and of a transaction. */
  readonly run?: (sound: Executor, text: string, params: readonly SqlValue[] | undefined) => Promise<Outcome>
  readonly begin?: (sound: Session, foreignKeys: Block['foreignKeys'] | undefined) => Promise<Transaction>
  readonly commit?: (sound: Transaction, session: Session) => Promise<void>
  readonly rollback?: (sound: Transaction, session: Session) => Promise<void>
  readonly batch?: (sound: Session, blocks: readonly Block[], finished: Finished | undefined) => Promise<void>
  readonly close?: (sound: Session) => Promise<void>
  readonly roundTrips?: (sound: Session) => number
  readonly id?: (sound: Session) => string | undefined
}

export function alter(sound: Driver, alterations: Alterations): Driver {
  return {
    name: sound.name,
    dialect: alterations.dialect?.(sound.dialect) ?? sound.dialect,
    capabilities: { ...sound.capabilities, ...alterations.capabilities },
    open: async (purpose, signal) =>
      alteredSession(await (alterations.open?.(sound, purpose, signal) ?? sound.open(purpose, signal)), alterations),
    ...(sound.copy === undefined ? {} : { copy: alterations.copy?.bind(undefined, sound) ?? sound.copy.bind(sound) }),
    close: () => alterations.closeDriver?.(sound) ?? sound.close(),
  }
}

function alteredSession(sound: Session, alterations: Alterations): Session {
  return {
    get dialect() {
      return alterations.dialect?.(sound.dialect) ?? sound.dialect
    },
    get id() {
      return alterations.id === undefined ? sound.id : alterations.id(sound)
    },
    get roundTrips() {
      return alterations.roundTrips?.(sound) ?? sound.roundTrips
    },
    run: (text, params) => alterations.run?.(sound, text, params) ?? sound.run(text, params),
    begin: async (foreignKeys) => {
      const transaction = await (alterations.begin?.(sound, foreignKeys) ?? sound.begin(foreignKeys))
      return {
        run: (text, params) => alterations.run?.(transaction, text, params) ?? transaction.run(text, params),
        commit: () => alterations.commit?.(transaction, sound) ?? transaction.commit(),
        rollback: () => alterations.rollback?.(transaction, sound) ?? transaction.rollback(),
      }
    },
    batch: (blocks, finished) => alterations.batch?.(sound, blocks, finished) ?? sound.batch(blocks, finished),
    close: () => alterations.close?.(sound) ?? sound.close(),
  }
}

/** A transaction that is none: every statement commits by itself. */
export function noTransaction(session: Session): Transaction {
  return { run: (text, params) => session.run(text, params), commit: async () => {}, rollback: async () => {} }
}

/** A transaction begun and ended with statements of the session, which a client's own `begin` is not. */
export async function byHand(session: Session, begin: string): Promise<Transaction> {
  await session.run(begin)
  return {
    run: (text, params) => session.run(text, params),
    commit: async () => void (await session.run('COMMIT')),
    rollback: async () => void (await session.run('ROLLBACK')),
  }
}
