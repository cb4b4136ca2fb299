// Owns: what a user configures.
// Must not know: what becomes of it.

/**
 * `disabled`: never. `preferred`: where the server offers it, without looking at its certificate. `required`: always,
 * without looking at it. `verify-ca`: its certificate must be signed by a known authority. `verify-identity`: and be the host's.
 */
export type TlsMode = 'disabled' | 'preferred' | 'required' | 'verify-ca' | 'verify-identity'

/** As `tls.createSecureContext` has them. */
export interface TlsOptions {
  readonly ca?: string | Uint8Array
  readonly cert?: string | Uint8Array
  readonly key?: string | Uint8Array
  readonly passphrase?: string
  readonly minVersion?: string
  readonly rejectUnauthorized?: boolean
  readonly verifyIdentity?: boolean
}

export interface MysqlConfig {
  /**
   * `mysql://user:password@host:port/database`, `mariadb:`, and with the name of another client behind a plus, as in
   * `mysql+pymysql:`. User, password and database are percent-encoded. `?socketPath=` (or `socket`), `ssl-mode` (or `sslmode`,
   * `ssl`), `ssl-ca`, `ssl-cert`, `ssl-key` (files), `charset`, `sql_mode`, `multipleStatements=off`. Whatever is beside it in
   * this configuration goes before it.
   */
  readonly url?: string
  /** @defaultValue 'localhost' */
  readonly host?: string
  /** @defaultValue 3306 */
  readonly port?: number
  readonly socketPath?: string
  readonly user?: string
  readonly password?: string
  readonly database?: string
  /** @defaultValue 'disabled' */
  readonly ssl?: TlsMode | TlsOptions
  /**
   * A collation of utf8mb4 for the connection; `utf8` means utf8mb4. Other character sets are refused: texts would arrive changed.
   * @defaultValue 'utf8mb4'
   */
  readonly charset?: string
  /**
   * How long connecting and logging in may take, and waiting for a free connection of a pool, milliseconds.
   * @defaultValue 10000
   */
  readonly connectTimeoutMs?: number
  /**
   * How long a statement waits for a lock on a table or a row, milliseconds, rounded up to seconds: `lock_wait_timeout` and
   * `innodb_lock_wait_timeout`. Short, because a waiting ALTER TABLE keeps all others from the table (the server's default
   * is a day, or a year); core tries again until its own limit.
   * @defaultValue 3000
   */
  readonly lockTimeoutMs?: number
  /** The `sql_mode` of the driver's sessions. Left as the server has it when absent. */
  readonly sqlMode?: string
  /**
   * Whether several statements go in one message. `off` is for a proxy that refuses it, and costs a round trip for each.
   * @defaultValue 'on'
   */
  readonly multipleStatements?: 'on' | 'off'
  /** What the server is, for whoever asks before a session tells. By default the scheme of the URL says it. */
  readonly flavor?: 'mysql' | 'mariadb'
}
