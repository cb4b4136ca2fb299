// Owns: what a user configures.
// Must not know: what becomes of it.

export interface LibsqlConfig {
  /**
   * `file:`, `sqlite:` or a bare path: a file, made when missing and written to; its folder is not made. `:memory:`: one
   * database for all sessions of the driver. `libsql:`, `https:`, `http:`, `wss:`, `ws:`: a server, `?authToken=` and
   * `?tls=` as the client has them.
   */
  readonly url: string
  /** For a server. One in the URL goes before it. */
  readonly authToken?: string
  /** For a file. */
  readonly encryptionKey?: string
  /**
   * How long SQLite itself waits for a lock on a file, milliseconds. Short, because the client keeps the whole process
   * waiting; core tries again until its own limit. A server waits as it is configured to.
   * @defaultValue 1000
   */
  readonly timeoutMs?: number
  /**
   * `wal`: the file is switched to write-ahead logging when the driver is closed after writing.
   * Left as it is when absent.
   */
  readonly journalMode?: 'wal'
}
