// Owns: where the program of MySQL comes from.
// Must not know: how a server is started.

import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'

import type { DebianServer } from '../debian-server.ts'
import { program } from '../program.ts'

/** The variable that names a MySQL elsewhere. `GODWIT_MYSQL_URL` takes the place of MariaDB. */
export const MYSQL_VARIABLE = 'GODWIT_ORACLE_MYSQL_URL'

export interface MysqlProgram {
  readonly file: string
  /** Before all others. */
  readonly args: readonly string[]
  /** Its folder of messages and character sets. */
  readonly share: string
}

export const MYSQL: DebianServer<MysqlProgram> = {
  title: 'MySQL',
  absence: 'no mysqld is on this machine',
  remedy: `install MySQL 8 or newer, or name a server in ${MYSQL_VARIABLE}`,
  installed,
  pack: 'mysql-server-core',
  path: 'usr/sbin/mysqld',
  unpacked: ({ file, args, root }) => ({ file, args, share: join(root, 'usr/share/mysql') }),
}

/** MariaDB is called so, too. */
function installed(): MysqlProgram | undefined {
  const file = program('mysqld')
  if (file === undefined) return undefined
  const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' })
  return /mariadb/i.test(stdout) || !/Ver [89]\.|Ver \d\d/.test(stdout)
    ? undefined
    : { file, args: [], share: join(dirname(dirname(file)), 'share/mysql') }
}
