// Owns: what a session needs of a connection, whichever client it belongs to.
// Must not know: clients, transactions, blocks.

import type { Outcome, SqlValue } from '@godwit/core/driver'

/** What the server says at the end of a statement: `INSERT 0 3`, `CREATE TABLE`, `COMMIT`. */
export type Tag = string

export interface Reply extends Outcome {
  readonly tag: Tag
}

/** In which state the connection has to be when its turn comes: on a shared one its owner may have asked for something before. */
export type Expected = 'idle' | 'in a transaction' | 'anything'

/** Rejects with whatever the client throws; who calls translates it. */
export interface Channel {
  /**
   * One message of the simple protocol, with as many statements as it holds. `heard` is called at the end of each, as the
   * answers come in. Statements outside a transaction that the text itself begins are one transaction together.
   */
  send(text: string, heard?: (tag: Tag) => void, expected?: Expected): Promise<void>
  /** One statement of the extended protocol, which refuses several. */
  query(text: string, params: readonly SqlValue[], expected?: Expected): Promise<Reply>
  /** Tells the server to end what is under way. Fulfilled when it was told, and when it could not be. */
  cancel(): Promise<void>
  /** What the server said last about transactions; undefined where it has not been heard yet. */
  readonly status: 'idle' | 'in a transaction' | undefined
  /** `message`: answers come while the server works. `block`: only after all of it, and the process stands still meanwhile. */
  readonly answers: 'message' | 'block'
}
