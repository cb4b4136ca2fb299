// Owns: what a worker is told, and what it says.
// Must not know: how it is carried.

import type { Source } from './database.ts'
import type { Workload } from './workload.ts'

export interface Order {
  readonly source: Source
  readonly workload: Workload
  /** Of the lease, milliseconds. */
  readonly leaseMs: number
  readonly waitMs: number
}

export type Word =
  /** Everything is loaded; it begins when told to. */
  | { readonly say: 'ready' }
  /** Something happened in the run: the type of the event. */
  | { readonly say: 'event'; readonly type: string }
  | {
      readonly say: 'ended'
      readonly outcome: 'up-to-date' | 'migrated' | 'blocked' | 'failed'
      /** Migrations that this run committed. */
      readonly committed: readonly string[]
      /** Codes of problems, code of the error. */
      readonly codes: readonly string[]
      readonly message: string
      readonly roundTrips: number
    }
