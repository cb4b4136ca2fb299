// Owns: what a user configures, and what holds where nothing is said.
// Must not know: what becomes of it.

/** For every source, also for a client that exists already. */
export interface PgOptions {
  /**
   * How long a statement in a transaction of ours waits for a lock before it is refused, milliseconds; core then tries the
   * whole transaction again, until its own limit. Short, because whoever asks for a table after us waits behind us. `0`
   * leaves it to the server, which waits for ever unless the role says otherwise. It is set for each transaction and never
   * for the session. Statements outside of transactions are not bound by it: CREATE INDEX CONCURRENTLY waits by design.
   * @defaultValue 3000
   */
  readonly lockTimeoutMs?: number
  /**
   * How long `open` may take: the name, TCP, TLS, the login, the first answer. Milliseconds.
   * @defaultValue 10000, or `connect_timeout` of the URL
   */
  readonly connectTimeoutMs?: number
  /**
   * What is between us and the server. `auto`: the server is asked. `none`: nothing, or something that keeps a connection
   * together for a whole session; then what is set on the session can be relied on. `transaction`: PgBouncer, Supavisor and
   * their kin, which give each transaction another connection.
   * @defaultValue 'auto'
   */
  readonly pooler?: Pooler
}

export type Pooler = 'auto' | 'none' | 'transaction'

/** Where the server is. What is absent is as the client has it: PGHOST and the like, then its own defaults. */
export interface PgConfig extends PgOptions {
  /**
   * `postgres:` or `postgresql:`, also with a driver's name behind it (`postgresql+asyncpg:`). The user, password, host and
   * database may be percent-encoded, and have to be where they hold `: / ? # [ ] @ %`. Query: `sslmode` (as libpq has it),
   * `sslrootcert`, `sslcert`, `sslkey`, `sslpassword`, `application_name`, `connect_timeout` (seconds), `options`, `host`
   * (also a folder of sockets), `port`, `user`, `password`, `dbname`. What is given beside the URL goes before it.
   */
  readonly url?: string
  /** A name, an address, or the folder of a Unix socket. */
  readonly host?: string
  readonly port?: number
  readonly user?: string
  /** A function is asked at every connection: for tokens that do not last. */
  readonly password?: string | (() => string | Promise<string>)
  readonly database?: string
  /** As the client has it: `true` verifies the server's certificate and name. */
  readonly ssl?: boolean | Readonly<Record<string, unknown>>
  readonly application_name?: string
  /** Sent to the server at the start, `-c search_path=app`. Poolers may refuse it. */
  readonly options?: string
}

export interface Settings {
  readonly lockTimeoutMs: number
  readonly connectTimeoutMs: number
  readonly pooler: Pooler
}

const LOCK_TIMEOUT_MS = 3000
const CONNECT_TIMEOUT_MS = 10_000
/** The most that the server takes for a time in milliseconds, and Node for a timer. */
const MOST_MS = 2 ** 31 - 1

/** Throws `RangeError` on a time that is none, and on a pooler that nobody knows. */
export function settingsFrom({
  lockTimeoutMs = LOCK_TIMEOUT_MS,
  connectTimeoutMs = CONNECT_TIMEOUT_MS,
  pooler = 'auto',
}: PgOptions): Settings {
  assertMilliseconds('lockTimeoutMs', lockTimeoutMs, 0)
  assertMilliseconds('connectTimeoutMs', connectTimeoutMs, 1)
  if (!['auto', 'none', 'transaction'].includes(pooler)) throw new RangeError(`pooler is 'auto', 'none' or 'transaction', not '${pooler}'`)
  return { lockTimeoutMs, connectTimeoutMs, pooler }
}

function assertMilliseconds(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= MOST_MS) return
  throw new RangeError(`${name} is a whole number of milliseconds from ${least} to ${MOST_MS}, not ${value}`)
}
