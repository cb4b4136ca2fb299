// Owns: a MariaDB of the caller's own.
// Must not know: tests.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { connection, type DatabaseServer } from '../connection.ts'
import { ownServer, type OwnServer } from '../own-server.ts'
import { program } from '../program.ts'
import { systemUser } from '../system-user.ts'
import { ServerUnavailable, type Availability, type Unavailable } from '../unavailable.ts'
import { mysqlAt } from './at.ts'

export interface MariadbOptions {
  /** Of the user `godwit`, who may do everything; any characters. `godwit` when not given. */
  readonly password?: string
  /** What is committed survives the end of the `process` (the default: written, not flushed to the disk), or of the `machine`. */
  readonly durability?: 'process' | 'machine'
  /** Further settings of the server, as on its command line without the dashes. */
  readonly settings?: Readonly<Record<string, string | number>>
}

export interface MariadbServer extends DatabaseServer, OwnServer {}

const TITLE = 'MariaDB'
export const MARIADB_USER = 'godwit'

/** The variable that names a MariaDB or MySQL elsewhere. */
export const MARIADB_VARIABLE = 'GODWIT_MYSQL_URL'

export function mariadbAvailability(): Availability {
  const programs = mariadbPrograms()
  return programs === undefined ? MISSING : { state: 'available', title: TITLE, source: programs.server }
}

const MISSING: Unavailable = {
  state: 'unavailable',
  title: TITLE,
  reason: 'mariadbd or mariadb-install-db is not on this machine',
  remedy: `apt-get install mariadb-server, or name a server in ${MARIADB_VARIABLE}`,
}

/**
 * Starts a server with an empty folder and waits until it answers; logging in needs the password (mysql_native_password).
 * Rejects with `ServerUnavailable` when there are no programs for it, and with what it printed when it does not start.
 */
export async function startMariadb(options: MariadbOptions = {}): Promise<MariadbServer> {
  const { password = 'godwit', durability = 'process' } = options
  const programs = neededPrograms()
  const parts = { host: '127.0.0.1', user: MARIADB_USER, password, database: '' }
  const own = await ownServer({
    title: TITLE,
    owner: systemUser('mysql'),
    durability,
    prepare: (folder) => [installation(programs, folder, 'data', password)],
    server: (folder, port) => ({
      file: programs.server,
      args: serverArguments({ folder, data: 'data', port, settings: { ...(durability === 'process' ? SPEED : {}), ...options.settings } }),
    }),
    end: 'SIGKILL',
    answers: (port) => mysqlAt(connection('mysql', { ...parts, port }).url).query('select 1'),
  })
  return { ...mysqlAt(connection('mysql', { ...parts, port: own.port }).url, TITLE), ...own }
}

export interface MariadbPrograms {
  readonly server: string
  readonly install: string
}

export function mariadbPrograms(): MariadbPrograms | undefined {
  const server = program('mariadbd')
  const install = program('mariadb-install-db')
  return server === undefined || install === undefined ? undefined : { server, install }
}

/** Throws `ServerUnavailable` when they are not there. */
export function neededPrograms(): MariadbPrograms {
  const programs = mariadbPrograms()
  if (programs === undefined) throw new ServerUnavailable(MISSING)
  return programs
}

/** Written at each commit, flushed once a second. */
export const SPEED = { 'innodb-flush-log-at-trx-commit': 2, 'sync-binlog': 0, 'innodb-doublewrite': 'OFF' }

/** Makes the tables of a server without data, and its user. */
export function installation(
  { install }: MariadbPrograms,
  folder: string,
  data: string,
  password: string,
): { file: string; args: string[] } {
  const users = join(folder, 'users.sql')
  const secret = `'${password.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  // The first statement brings the tables of users to life, which an installation works without.
  writeFileSync(users, `flush privileges;\ngrant all on *.* to ${MARIADB_USER}@'%' identified by ${secret} with grant option;\n`)
  const args = [`--datadir=${join(folder, data)}`, '--auth-root-authentication-method=normal', '--skip-test-db', `--extra-file=${users}`]
  return { file: install, args: ['--no-defaults', ...args, '--skip-name-resolve'] }
}

export interface ServerArguments {
  readonly folder: string
  readonly data: string
  readonly port: number
  readonly settings: Readonly<Record<string, string | number>>
}

export function serverArguments({ folder, data, port, settings }: ServerArguments): string[] {
  return [
    '--no-defaults',
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
