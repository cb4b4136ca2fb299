// Owns: where a session gets its connection from, and gives it back to.
// Must not know: what is sent over it.

import type { Line } from './connect.ts'
import type { Keep } from './keep.ts'

export interface Loan extends Line {
  /** Whether several statements go in one message. */
  readonly messages: 'together' | 'one by one'
  /** Round trips of the connection that were others'. */
  readonly earlier: number
  /** Where whoever has the connection next cannot be given another. */
  readonly keep: Keep | undefined
  /** `clean`: nothing but reads of core ran on it. `used`: a script may have left settings or locks. `broken`: nobody knows what it is doing. */
  giveBack(condition: 'clean' | 'used' | 'broken'): Promise<void>
}

export interface Source {
  lend(signal: AbortSignal | undefined): Promise<Loan>
  /** A connection beside one that is busy, for a moment; undefined where there is none to be had. */
  beside(signal: AbortSignal): Promise<Loan | undefined>
  close(): Promise<void>
}
