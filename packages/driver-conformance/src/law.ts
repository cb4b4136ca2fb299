// Owns: what a law is. A value, so that vitest can register it and a test of the suite can run it against a broken driver.
// Must not know: vitest, any single law.

import type { Capabilities, Dialect, Driver, Purpose, Session } from '@godwit/core/driver'
import type { Peer } from './process/peer.ts'
import type { Fresh, Offer } from './subject.ts'
import type { Place, Words } from './words/words.ts'

export type Concept =
  | 'capabilities'
  | 'values'
  | 'errors'
  | 'contention'
  | 'work'
  | 'transactions'
  | 'batch'
  | 'foreign-keys'
  | 'sessions'
  | 'processes'
  | 'connection'
  | 'once'
  | 'crash'
  | 'commit-unknown'
  | 'awaited'
  | 'check'
  | 'parameters'
  | 'fence'
  | 'up-down-up'
  | 'rebuild'
  | 'schema'
  | 'rehearse'
  | 'copies'
  | 'purity'
  | 'cancel'

/** What decides whether a law applies, known before it runs. */
export interface Facts {
  readonly dialect: Dialect
  readonly capabilities: Capabilities
  readonly words: Words
  readonly conflicts: NonNullable<Fresh['conflicts']>
  readonly place: Place
  readonly beside: NonNullable<Fresh['beside']>
  /** Whether the driver copies its database. */
  readonly copies: 'made' | 'none'
  /** Which of the optional parts of `Fresh` there are. */
  readonly offers: ReadonlySet<Offer>
}

/** What a law works with. Everything it hands out is closed when the law is over, however it ended. */
export interface Bench extends Facts {
  readonly fresh: Fresh
  /** A driver of its own. */
  readonly connect: () => Driver
  /** A session of a driver of its own. */
  readonly open: (purpose?: Purpose) => Promise<Session>
  /** Another process, with a driver of its own on the same database. Only where `offers.elsewhere`. */
  readonly peer: () => Promise<Peer>
  /** Does something on another empty database, which is thrown away afterwards. */
  readonly anew: <Value>(work: (bench: Bench) => Promise<Value>) => Promise<Value>
}

export interface Law {
  readonly concept: Concept
  /** A sentence that is true of a sound driver. */
  readonly name: string
  /** Whether the law says anything about such a driver. Absent: about every one. */
  readonly gate?: (facts: Facts) => boolean
  /**
   * What the subject has to offer for it. Where there is a server, each of these can be had: a law that lacks one is
   * registered as skipped, by that reason. Where there is none, it does not apply.
   */
  readonly needs?: Offer
  /** Where it would apply and nobody could hear it: it is registered as skipped there, by this reason. */
  readonly unheard?: { readonly at: Place; readonly because: string }
  /** Milliseconds after which the driver counts as hanging. @defaultValue 60_000 */
  readonly patience?: number
  /** Rejects when the law is broken. */
  readonly run: (bench: Bench) => Promise<void>
}
