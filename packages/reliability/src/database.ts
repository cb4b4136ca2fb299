// Owns: what a fault needs of a database: a fresh one, how a process opens it, and an eye that is not ours.
// Must not know: faults, migrations.

/** How another process makes a driver: an export of a package, called with something that JSON can carry. */
export interface Source {
  readonly module: string
  readonly factory: string
  readonly argument: unknown
}

export interface Address {
  readonly host: string
  readonly port: number
}

export interface Database {
  readonly source: Source
  /** Rows as the engine's own client gives them. */
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  drop(): Promise<void>
}

/** A database behind a wire, on which something can be placed between client and server. */
export interface RemoteDatabase extends Database {
  readonly address: Address
  /** The same database, reached at another port of this machine. */
  through(port: number): Source
}

export interface Engine {
  readonly name: string
  readonly family: 'sqlite' | 'postgres' | 'mysql'
  /** Whether DDL is undone with its transaction: then no fault may ever need a person. */
  readonly ddl: 'transactional' | 'autocommit'
  fresh(): Promise<Database>
  /** One more of the same, whose files lie where temporary files lie now. Absent where that takes too much. */
  another?(): Promise<Engine>
  /** Brings a server back that gave up by itself. Absent where there is none. */
  revive?(): Promise<void>
  stop(): Promise<void>
}

export interface RemoteEngine extends Engine {
  fresh(): Promise<RemoteDatabase>
  /** Ends every session on the database but its own, as an administrator would. */
  endSessions(database: RemoteDatabase): Promise<void>
}

export function isRemote(engine: Engine): engine is RemoteEngine {
  return 'endSessions' in engine
}
