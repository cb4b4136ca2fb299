// Owns: what the remote reference driver and its server say to each other: one call, one answer, in order.
// Must not know: sockets.

import type { Block, DriverErrorInit, Outcome, Purpose, SqlValue } from '@godwit/core/driver'

export type Call =
  | { readonly call: 'open'; readonly purpose: Purpose }
  | {
      readonly call: 'run'
      readonly on: 'session' | 'transaction'
      readonly text: string
      readonly params: readonly SqlValue[] | undefined
    }
  | { readonly call: 'begin'; readonly foreignKeys: Block['foreignKeys'] }
  | { readonly call: 'commit' | 'rollback' }
  | { readonly call: 'batch'; readonly blocks: readonly Block[] }

/** `held`: the blocks of a batch that hold. */
export type Reply = { readonly held: readonly number[] } & (
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'refused'; readonly error: DriverErrorInit }
)
