// Owns: where a database is and how to get in.
// Must not know: what runs there.

export interface Connection {
  /** With user and password, percent-encoded. */
  readonly url: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** The database that the URL names. */
  readonly database: string
}

export type Row = Readonly<Record<string, unknown>>

/** A database of one test's own. */
export interface Database extends Connection {
  /** For oracles: over a connection of its own, closed again, with the ordinary npm client and not with anything of ours. */
  readonly query: (sql: string, params?: readonly unknown[]) => Promise<readonly Row[]>
  /** Removes it, also while others are connected to it. Repeatable. */
  readonly drop: () => Promise<void>
}

/** A server on which databases can be made. */
export interface DatabaseServer extends Connection {
  readonly title: string
  readonly query: Database['query']
  /** An empty database with a name that nobody else has. */
  readonly createDatabase: () => Promise<Database>
}

export function connection(scheme: 'postgres' | 'mysql', parts: Omit<Connection, 'url'>): Connection {
  const { host, port, user, password, database } = parts
  const url = `${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}`
  return { url, host, port, user, password, database }
}

export function connectionOf(text: string, port: number): Omit<Connection, 'url'> {
  const url = new URL(text)
  return {
    host: url.hostname,
    port: url.port === '' ? port : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  }
}

/** The same URL with another host and port: through a proxy, say. */
export function rerouted(text: string, to: { readonly host: string; readonly port: number }): string {
  const url = new URL(text)
  url.hostname = to.host
  url.port = String(to.port)
  return url.href
}
