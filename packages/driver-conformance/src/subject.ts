// Owns: what a driver's author gives to the suite.
// Must not know: laws, vitest.

import type { Driver } from '@godwit/core/driver'
import type { Place } from './words/words.ts'

/** How another process makes a driver on the same database: `(await import(module))[factory](argument)`. */
export interface Elsewhere {
  /** URL of built JavaScript: a child process reads no TypeScript. */
  readonly module: string
  /** Name of the export that makes the driver. */
  readonly factory: string
  /** Its only argument, as JSON can carry it. */
  readonly argument: unknown
}

/** A connection that can be hurt on purpose; `tapWire()` makes one out of a TCP port. */
export interface Wire {
  /** The next request reaches the server; the connection breaks instead of carrying what it answers first. */
  readonly loseNextAnswer: () => void
  /** The next request breaks the connection and never reaches the server. */
  readonly loseNextRequest: () => void
}

/** An empty database of its own. */
export interface Fresh {
  /**
   * A driver that shares nothing with the others but the database. Closed by the suite. Its user may do everything there, and where
   * databases are named in statements, as on MySQL, in those whose names begin with `godwit_history_`: a law makes and drops one.
   */
  connect(): Driver
  /** Throws the database away, after every driver was closed. */
  dispose(): Promise<void> | void
  /** Where the database is files: the folder that holds them and nothing else. It may be empty or absent until the first write. */
  readonly folder?: string
  /** Where other processes can reach it. Without it, a lock that is only a flag in this process goes unnoticed. */
  readonly elsewhere?: Elsewhere
  /** Where a network is in between. Without it, a lost answer cannot be tested. */
  readonly wire?: Wire
  /** A driver that comes as somebody whom the server does not let in. Without it, the refusal of a log-in cannot be heard. */
  stranger?(): Driver
  /** A driver whose server is not there: a port where nobody listens. Without it, that refusal cannot be heard. */
  nowhere?(): Driver
  /**
   * Where the engine works. Its word is tried: in this process a statement goes on to its end, whatever limit it has.
   * @defaultValue where others of its family do: SQLite in this `process`, PostgreSQL and MySQL on a `server`
   */
  readonly place?: Place
  /**
   * Where two transactions that write one row learn of each other: at the statement, or at the commit, as on two nodes of a
   * Galera cluster, where nobody waits and the first to commit wins.
   * @defaultValue 'statement'
   */
  readonly conflicts?: 'statement' | 'commit'
  /**
   * What the catalogue shows beside what a law makes: a subject may be one schema among others in a database, and is no scratch
   * database then.
   * @defaultValue 'nothing'
   */
  readonly beside?: 'nothing' | 'other schemas'
  /**
   * At which of its points a run is interrupted, one after the other. `every fifth` is for a driver that is before the laws at all
   * of them already, over another of its connections: what differs is not in the points, and they take minutes.
   * @defaultValue 'all'
   */
  readonly points?: 'all' | 'every fifth'
  /** Passwords and tokens that were used, the wrong ones too; no error may show one. */
  readonly secrets?: readonly string[]
}

/** The optional parts of `Fresh` that let more laws apply. */
export type Offer = 'folder' | 'elsewhere' | 'wire' | 'stranger' | 'nowhere'

export interface Subject {
  readonly name: string
  /** Called once for every law, and again where a law compares databases. */
  readonly open: () => Promise<Fresh> | Fresh
}
