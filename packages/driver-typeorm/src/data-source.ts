// Owns: the part of TypeORM that is used, structurally: a DataSource of any version that has these members will do.
// Must not know: engines, sessions.

/** Holds one connection of its DataSource. */
export interface QueryRunner {
  /** Gives the client's own connection: `Client` of pg, `Connection` of mysql2, `Database` of better-sqlite3 or sql.js. */
  connect(): Promise<unknown>
  release(): Promise<void>
}

export interface DataSource {
  readonly isInitialized: boolean
  /** The options that are looked at are named in `DataSourceOptions`. */
  readonly options: { readonly type: string }
  /** TypeORM's own driver; looked at where a database in memory has to be saved. */
  readonly driver: object
  initialize(): Promise<unknown>
  destroy(): Promise<void>
  createQueryRunner(mode?: 'master' | 'slave'): QueryRunner
}

/** Those of TypeORM's options that decide something here. */
export interface DataSourceOptions {
  readonly type: string
  readonly synchronize?: boolean
  readonly dropSchema?: boolean
  readonly migrationsRun?: boolean
  /** better-sqlite3: the file. */
  readonly database?: unknown
  /** PostgreSQL, MySQL, MariaDB: how many connections there may be. */
  readonly poolSize?: number
  /** What TypeORM hands to the client as it is. */
  readonly extra?: { readonly max?: unknown; readonly connectionLimit?: unknown }
}

export function optionsOf({ options }: DataSource): DataSourceOptions {
  return options
}

/** Where the database is one that SQLite opens; undefined for one in memory, and on a server. */
export function fileOf(dataSource: DataSource): string | undefined {
  const { type, database } = optionsOf(dataSource)
  return type === 'better-sqlite3' && typeof database === 'string' && database !== ':memory:' ? database : undefined
}

/** What pg and mysql2 take when nobody says anything. */
const POOL_SIZE = 10

/** How many connections a DataSource with a pool can have. */
export function poolSizeOf(dataSource: DataSource): number {
  const { poolSize, extra } = optionsOf(dataSource)
  const said = [extra?.max, extra?.connectionLimit, poolSize].find((value) => value !== undefined && value !== null)
  return Number(said ?? POOL_SIZE) || POOL_SIZE
}
