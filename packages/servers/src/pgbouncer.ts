// Owns: a PgBouncer of the caller's own, in front of a PostgreSQL.
// Must not know: tests.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { connection, rerouted, type Connection } from './connection.ts'
import { ownServer, type OwnServer } from './own-server.ts'
import { postgresAt } from './postgres/at.ts'
import { program } from './program.ts'
import { systemUser } from './system-user.ts'
import { ServerUnavailable, type Availability, type Unavailable } from './unavailable.ts'

export interface PgbouncerOptions {
  /** The server behind it; its user and password are those of the pool, too. */
  readonly server: Connection
  /** Connections to the server, for each database and user. 1 when not given: then every transaction waits for the one before. */
  readonly poolSize?: number
  /** After what a client gives its connection back. `transaction` when not given. */
  readonly mode?: 'session' | 'transaction' | 'statement'
  /** Further lines of its `[pgbouncer]` section. */
  readonly settings?: Readonly<Record<string, string | number>>
}

export interface PgbouncerServer extends Connection, OwnServer {
  /** The URL of a database on the server behind, through the pool. */
  readonly through: (database: Connection) => string
}

const TITLE = 'PgBouncer'

export function pgbouncerAvailability(): Availability {
  const file = program('pgbouncer')
  return file === undefined ? MISSING : { state: 'available', title: TITLE, source: file }
}

const MISSING: Unavailable = {
  state: 'unavailable',
  title: TITLE,
  reason: 'pgbouncer is not on this machine',
  remedy: 'apt-get install pgbouncer',
}

/** Starts a pooler and waits until it answers for the server behind it; logging in needs that server's password (SCRAM). */
export async function startPgbouncer({ server, poolSize = 1, mode = 'transaction', settings }: PgbouncerOptions): Promise<PgbouncerServer> {
  const file = program('pgbouncer')
  if (file === undefined) throw new ServerUnavailable(MISSING)
  const database = server.database === '' ? 'postgres' : server.database
  const parts = { host: '127.0.0.1', user: server.user, password: server.password, database }
  const own = await ownServer({
    title: TITLE,
    owner: systemUser('postgres'),
    prepare: () => [],
    server: (folder, port) => {
      const lines = {
        listen_addr: '127.0.0.1',
        listen_port: port,
        unix_socket_dir: '',
        auth_type: 'scram-sha-256',
        auth_file: 'users',
        pool_mode: mode,
        default_pool_size: poolSize,
        max_client_conn: 200,
        ...settings,
      }
      const section = Object.entries(lines).map(([name, value]) => `${name} = ${value}`)
      writeFileSync(join(folder, 'users'), `${quoted(server.user)} ${quoted(server.password)}\n`)
      writeFileSync(
        join(folder, 'pgbouncer.ini'),
        ['[databases]', `* = host=${server.host} port=${server.port}`, '[pgbouncer]', ...section, ''].join('\n'),
      )
      return { file, args: ['pgbouncer.ini'] }
    },
    end: 'SIGKILL',
    answers: (port) => postgresAt(connection('postgres', { ...parts, port }).url).query('select 1'),
  })
  const self = connection('postgres', { ...parts, port: own.port })
  return { ...own, ...self, through: ({ url }) => rerouted(url, self) }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
