// Owns: a MySQL of the caller's own.
// Must not know: tests, where the program comes from.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { connection, type DatabaseServer } from '../connection.ts'
import { debianServer } from '../debian-server.ts'
import { mysqlAt } from '../mariadb/at.ts'
import { SPEED } from '../mariadb/mariadb.ts'
import { ownServer, type OwnServer, type Program } from '../own-server.ts'
import { systemUser } from '../system-user.ts'
import { MYSQL, type MysqlProgram } from './programs.ts'

export interface MysqlOptions {
  /** Of the user `godwit`, who may do everything. `godwit` when not given. */
  readonly password?: string
  /** Further settings of the server, as on its command line without the dashes. */
  readonly settings?: Readonly<Record<string, string | number>>
}

export interface MysqlServer extends DatabaseServer, OwnServer {}

const USER = 'godwit'

/**
 * Starts a server with an empty folder and waits until it answers; logging in needs the password (caching_sha2_password). What is
 * committed survives the end of its process. Rejects with `ServerUnavailable` when it cannot be had.
 */
export async function startMysql({ password = 'godwit', settings = {} }: MysqlOptions = {}): Promise<MysqlServer> {
  const owner = systemUser('mysql')
  const found = await debianServer(MYSQL, owner)
  const parts = { host: '127.0.0.1', user: USER, password, database: '' }
  const own = await ownServer({
    title: MYSQL.title,
    owner,
    prepare: (folder) => {
      const secret = `'${password.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
      writeFileSync(
        join(folder, 'users.sql'),
        `create user if not exists ${USER}@'%' identified by ${secret};\ngrant all on *.* to ${USER}@'%' with grant option;\n`,
      )
      // Some can be chosen then only: how names of tables are told apart.
      return [started(found, folder, ['--initialize-insecure', ...asArguments(settings)])]
    },
    server: (folder, port) =>
      started(found, folder, [
        `--init-file=${join(folder, 'users.sql')}`,
        `--socket=${join(folder, 'mysqld.sock')}`,
        `--pid-file=${join(folder, 'mysqld.pid')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--mysqlx=OFF',
        '--skip-name-resolve',
        '--max-connections=300',
        ...asArguments({ ...SPEED, ...TRUSTED, ...settings }),
      ]),
    end: 'SIGKILL',
    answers: (port) => mysqlAt(connection('mysql', { ...parts, port }).url).query('select 1'),
  })
  return { ...mysqlAt(connection('mysql', { ...parts, port: own.port }).url, MYSQL.title), ...own }
}

/** Else nobody but an administrator may make triggers and functions: there is a binary log, unless somebody says otherwise. */
const TRUSTED = { 'log-bin-trust-function-creators': 1 }

function asArguments(settings: NonNullable<MysqlOptions['settings']>): readonly string[] {
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
}

function started({ file, args, share }: MysqlProgram, folder: string, more: readonly string[]): Program {
  const places = [`--datadir=${join(folder, 'data')}`, `--lc-messages-dir=${share}`, `--character-sets-dir=${join(share, 'charsets')}`]
  return { file, args: [...args, '--no-defaults', ...places, '--secure-file-priv=', ...more] }
}
