// Owns: a MariaDB of the caller's own.
// Must not know: tests, where the programs come from.

import { join } from 'node:path'

import { connection, type DatabaseServer } from '../connection.ts'
import { debianServer } from '../debian-server.ts'
import { ownServer, type OwnServer } from '../own-server.ts'
import { systemUser } from '../system-user.ts'
import { mysqlAt } from './at.ts'
import { MARIADB_11, MARIADB_USER, mariadbProgram } from './programs.ts'

export interface MariadbOptions {
  /** 11 or newer, fetched where it is not installed; whatever is installed when not given. */
  readonly version?: 'installed' | 11
  /** Of the user `godwit`, who may do everything; any characters. `godwit` when not given. */
  readonly password?: string
  /** What is committed survives the end of the `process` (the default: written, not flushed to the disk), or of the `machine`. */
  readonly durability?: 'process' | 'machine'
  /** Further settings of the server, as on its command line without the dashes. */
  readonly settings?: Readonly<Record<string, string | number>>
}

export interface MariadbServer extends DatabaseServer, OwnServer {}

/**
 * Starts a server with an empty folder and waits until it answers; logging in needs the password (mysql_native_password).
 * Rejects with `ServerUnavailable` when there are no programs for it, and with what it printed when it does not start.
 */
export async function startMariadb(options: MariadbOptions = {}): Promise<MariadbServer> {
  const { version = 'installed', password = 'godwit', durability = 'process' } = options
  const owner = systemUser('mysql')
  const found = version === 'installed' ? mariadbProgram() : await debianServer(MARIADB_11, owner)
  const title = version === 'installed' ? 'MariaDB' : MARIADB_11.title
  const parts = { host: '127.0.0.1', user: MARIADB_USER, password, database: '' }
  const own = await ownServer({
    title,
    owner,
    durability,
    prepare: (folder) => found.installation(folder, 'data', password),
    server: (folder, port) => {
      const settings = { ...(durability === 'process' ? SPEED : {}), ...options.settings }
      return { file: found.file, args: [...found.args, ...serverArguments({ folder, data: 'data', port, settings })] }
    },
    end: 'SIGKILL',
    answers: (port) => mysqlAt(connection('mysql', { ...parts, port }).url).query('select 1'),
  })
  return { ...mysqlAt(connection('mysql', { ...parts, port: own.port }).url, title), ...own }
}

/** Written at each commit, flushed once a second. */
export const SPEED = { 'innodb-flush-log-at-trx-commit': 2, 'sync-binlog': 0, 'innodb-doublewrite': 'OFF' }

export interface ServerArguments {
  readonly folder: string
  readonly data: string
  readonly port: number
  readonly settings: Readonly<Record<string, string | number>>
}

export function serverArguments({ folder, data, port, settings }: ServerArguments): string[] {
  return [
    `--datadir=${join(folder, data)}`,
    `--socket=${join(folder, `${data}.sock`)}`,
    `--pid-file=${join(folder, `${data}.pid`)}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--max-connections=300',
    ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
  ]
}
