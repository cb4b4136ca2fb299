// Owns: the seam. A driver's author reads this file, `error.ts` and `dialect.ts`, and nothing else of core.
// Must not know: journal, locks, splitting, migrations. Those are core's, whatever the driver.

import type { Dialect } from './dialect.ts'

/** What may be bound as a parameter. Everything else is the caller's to encode. */
export type SqlValue = string | number | bigint | boolean | null | Uint8Array

/** A row by column name. An integer within 2^53 arrives as `number`, beyond it as `bigint`, never rounded. */
export type Row = Readonly<Record<string, unknown>>

export interface Outcome {
  readonly rows: readonly Row[]
  /** Rows inserted, changed or deleted; 0 for everything else. */
  readonly affected: number
}

export interface Executor {
  /** Runs exactly one statement. Rejects with `DriverError` only. */
  run(text: string, params?: readonly SqlValue[]): Promise<Outcome>
}

/** Open until `commit` or `rollback` is called, once. */
export interface Transaction extends Executor {
  /**
   * The client's own handle on this connection, for a migration whose code was written for that client: what is sent over it
   * is part of this transaction. Absent where the client has no such thing. Core hands it on and does not look at it.
   */
  readonly native?: unknown
  /** Rejects with `outcome: 'unknown'` when the answer was lost; the caller settles it by reading. */
  commit(): Promise<void>
  /** Undoes everything since `begin`. Harmless when the server has rolled back already. */
  rollback(): Promise<void>
}

/** Statements that belong together. With `batch: 'atomic'` a block is one transaction: all of it or nothing. */
export interface Block {
  readonly statements: readonly string[]
  /**
   * `suspended`: foreign keys are switched off on this connection before the block's transaction and restored after it,
   * whatever happened. Asked for only where the dialect has `rebuild`.
   */
  readonly foreignKeys: 'enforced' | 'suspended'
}

export interface Session extends Executor {
  /**
   * What this server reads: the driver's dialect, with the flavor that the server turned out to have. A driver that learns
   * it by connecting has none before.
   */
  readonly dialect: Dialect
  /**
   * The session as the server names it, if it does, in the form that `Dialect.sessions` asks for. Kept in intents and leases.
   * A session that was opened for reading may have none.
   */
  readonly id: string | undefined
  /** Messages sent to the server and answered, since the session was opened. Grows only. */
  readonly roundTrips: number
  /**
   * Opens a transaction that may write at once: `BEGIN IMMEDIATE` on SQLite, never a later upgrade. `suspended`, as in `Block`:
   * foreign keys are off until it has ended, and restored after it, also where the session is closed over it.
   */
  begin(foreignKeys?: Block['foreignKeys']): Promise<Transaction>
  /**
   * Runs blocks in order, in the fewest round trips, and stops at the first error: a rejection names the block and
   * statement in `DriverError.at`. `finished` is called after each block that is known to hold, in order. Where `batch` is
   * `atomic` every other block left nothing, those before the failed one too: PostgreSQL refuses a whole message for a
   * syntax error in its last line. Where it is `ordered`, what came before the failed statement holds, and a transaction
   * that the texts opened themselves is rolled back. `stop` ends the batch there: what was sent and has not begun is
   * cancelled where the server can be told, the block under way ends one way or the other, and the promise is fulfilled.
   * A driver that works in this process lets the event loop turn between blocks, or Ctrl-C would wait for them all.
   */
  batch(blocks: readonly Block[], finished?: (block: number) => 'continue' | 'stop'): Promise<void>
  /** Gives back what `open` took. Repeatable; never rejects on a connection that is gone. */
  close(): Promise<void>
}

/** Four facts, declared by the driver and proved by the conformance suite. */
export interface Capabilities {
  /** Whether `CREATE TABLE` disappears with a rollback. */
  readonly ddl: 'transactional' | 'autocommit'
  /** What a block of `batch` is: one transaction, or statements in order. */
  readonly batch: 'atomic' | 'ordered'
  /** Whether what one `run` sets on the connection (SET, temporary tables) is there for the next. */
  readonly session: 'pinned' | 'stateless'
  /** How many transactions may write at the same time. */
  readonly writers: 'many' | 'one'
}

/**
 * `read`: nothing may come into being because of the open, not even a file: what does not exist yet is served as an empty
 * database, and not refused. The caller writes nothing, or rolls it back: a rehearsal is a transaction over such a session.
 * `write`: what does not exist is made.
 */
export type Purpose = 'read' | 'write'

/** A database that nobody else has, with all that was in another one at one moment. */
export interface Copy {
  readonly driver: Driver
  /** Closes the driver and takes the copy away. Repeatable. Rejects with `DriverError` where something of it is left. */
  remove(): Promise<void>
}

export interface Driver {
  /** `better-sqlite3`, `libsql`, …: for messages. */
  readonly name: string
  readonly dialect: Dialect
  readonly capabilities: Capabilities
  /**
   * Rejects with `DriverError` only, also when `signal` was aborted. Where `writers` is `many`, two sessions can be open at
   * once, the second beside a statement that takes long on the first: a driver whose client cannot give two rejects.
   */
  open(purpose: Purpose, signal?: AbortSignal): Promise<Session>
  /**
   * Copies the database to where only this process looks, and changes nothing of it; one that does not exist yet is copied as an
   * empty one. Absent where a copy cannot be had, or would lack what the owner of a handed-in client gave to it. Rejects with
   * `DriverError` only, and has left nothing then.
   */
  copy?(signal?: AbortSignal): Promise<Copy>
  /**
   * Ends the driver's sessions, whose open transactions are rolled back, and closes what the driver itself opened. A client
   * that was handed in stays open. Repeatable.
   */
  close(): Promise<void>
}
