// Owns: where the programs of MariaDB come from, and how the tables of a server without data are made with them.
// Must not know: how a server is started.

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Foreign } from '../debian-program.ts'
import type { DebianServer } from '../debian-server.ts'
import type { Program } from '../own-server.ts'
import { program } from '../program.ts'
import { ServerUnavailable, type Availability, type Unavailable } from '../unavailable.ts'

/** The variable that names a MariaDB or MySQL elsewhere. */
export const MARIADB_VARIABLE = 'GODWIT_MYSQL_URL'
/** The one that takes the place of a MariaDB 11. */
export const MARIADB_11_VARIABLE = 'GODWIT_MARIADB_11_URL'

export const MARIADB_USER = 'godwit'

export interface MariadbProgram {
  readonly file: string
  /** Before all others. */
  readonly args: readonly string[]
  /** What makes the tables of a server without data in `folder`/`data`, and its user. */
  readonly installation: (folder: string, data: string, password: string) => readonly Program[]
}

const TITLE = 'MariaDB'
const MISSING: Unavailable = {
  state: 'unavailable',
  title: TITLE,
  reason: 'mariadbd or mariadb-install-db is not on this machine',
  remedy: `apt-get install mariadb-server, or name a server in ${MARIADB_VARIABLE}`,
}

export function mariadbAvailability(): Availability {
  const found = installed()
  return found === undefined ? MISSING : { state: 'available', title: TITLE, source: found.file }
}

/** The one that is installed. Throws `ServerUnavailable` where none is. */
export function mariadbProgram(): MariadbProgram {
  const found = installed()
  if (found === undefined) throw new ServerUnavailable(MISSING)
  return found
}

/** Its snapshots, its collation and its texts are not those of 10. */
export const MARIADB_11: DebianServer<MariadbProgram> = {
  title: 'MariaDB 11',
  absence: 'no mariadbd 11 or newer is on this machine',
  remedy: `install MariaDB 11 or newer, or name a server in ${MARIADB_11_VARIABLE}`,
  installed: () => {
    const found = installed()
    return found !== undefined && isNew(found.file) ? found : undefined
  },
  pack: 'mariadb-server-core',
  path: 'usr/sbin/mariadbd',
  unpacked,
}

function installed(): MariadbProgram | undefined {
  const [server, install] = [program('mariadbd'), program('mariadb-install-db')]
  if (server === undefined || install === undefined) return undefined
  return {
    file: server,
    args: ['--no-defaults'],
    installation: (folder, data, password) => {
      const users = join(folder, 'users.sql')
      writeFileSync(users, usersOf(password))
      const args = [
        `--datadir=${join(folder, data)}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        `--extra-file=${users}`,
      ]
      return [{ file: install, args: ['--no-defaults', ...args, '--skip-name-resolve'] }]
    },
  }
}

function isNew(file: string): boolean {
  const [, major] = /Ver (\d+)\./.exec(spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout) ?? []
  return Number(major) >= 11
}

/** What `mariadb-install-db` reads, in its order. The script itself finds nothing outside the folders of its own Debian. */
const TABLES = [
  'mariadb_system_tables.sql',
  'mariadb_performance_tables.sql',
  'mariadb_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
  'mariadb_sys_schema.sql',
]

function unpacked({ file, args: before, root }: Foreign): MariadbProgram {
  const share = join(root, 'usr/share/mariadb')
  const args = [...before, '--no-defaults', `--lc-messages-dir=${share}`, `--character-sets-dir=${join(share, 'charsets')}`]
  return {
    file,
    args,
    installation: (folder, data, password) => {
      const script = join(folder, 'tables.sql')
      // One user more for the machine's name, which nobody has told it.
      const lines = TABLES.flatMap((name) => readFileSync(join(share, name), 'utf8').split('\n')).filter(
        (line) => !line.includes('@current_hostname'),
      )
      const head = ['create database mysql;', 'use mysql;', 'set @auth_root_socket = null;', 'set @skip_auth_anonymous = 1;']
      writeFileSync(script, [...head, ...lines, usersOf(password)].join('\n'))
      const server = [file, ...args, `--datadir=${join(folder, data)}`, '--bootstrap', '--skip-networking']
      return [
        { file: 'mkdir', args: [data] },
        { file: 'sh', args: ['-c', 'script=$1; shift; exec "$@" <"$script"', 'sh', script, ...server] },
      ]
    },
  }
}

/** The first statement brings the tables of users to life, which an installation works without. */
function usersOf(password: string): string {
  const secret = `'${password.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  return `flush privileges;\ngrant all on *.* to ${MARIADB_USER}@'%' identified by ${secret} with grant option;\n`
}
