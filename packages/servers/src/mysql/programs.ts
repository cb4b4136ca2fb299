// Owns: where the program of MySQL comes from.
// Must not know: how a server is started.

import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'

import { debianProgram } from '../debian-program.ts'
import type { Owner } from '../keeper/message.ts'
import { program } from '../program.ts'
import { ServerUnavailable, type Availability, type Unavailable } from '../unavailable.ts'

/** The variable that names a MySQL elsewhere. `GODWIT_MYSQL_URL` takes the place of MariaDB. */
export const MYSQL_VARIABLE = 'GODWIT_ORACLE_MYSQL_URL'

const TITLE = 'MySQL'
/** The only Debian that has it. */
const SUITE = 'sid'
const PACKAGE = 'mysql-server-core'

export interface MysqlProgram {
  readonly file: string
  /** Before all others. */
  readonly args: readonly string[]
  /** Its folder of messages and character sets. */
  readonly share: string
}

export function mysqlAvailability(): Availability {
  const own = installed()
  if (own !== undefined) return { state: 'available', title: TITLE, source: own.file }
  if (program('apt-get') === undefined || program('dpkg-deb') === undefined) return missing('no mysqld is on this machine')
  return { state: 'available', title: TITLE, source: `${PACKAGE} of Debian ${SUITE}, fetched when it is needed` }
}

/** Fetches it where it is neither installed nor in the cache. Rejects with `ServerUnavailable` where it cannot be had. */
export async function mysqlProgram(owner: Owner | undefined): Promise<MysqlProgram> {
  const availability = mysqlAvailability()
  if (availability.state === 'unavailable') throw new ServerUnavailable(availability)
  const own = installed()
  if (own !== undefined) return own
  try {
    const { file, args, root } = await debianProgram(PACKAGE, SUITE, 'usr/sbin/mysqld', owner)
    return { file, args, share: join(root, 'usr/share/mysql') }
  } catch (error) {
    throw new ServerUnavailable(missing(`apt-get could not fetch ${PACKAGE} of Debian ${SUITE} (${lastLine(error)})`))
  }
}

function missing(reason: string): Unavailable {
  return { state: 'unavailable', title: TITLE, reason, remedy: `install MySQL 8 or newer, or name a server in ${MYSQL_VARIABLE}` }
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

function lastLine(error: unknown): string {
  const printed = (error as { stderr?: unknown }).stderr
  const text = typeof printed === 'string' && printed.trim() !== '' ? printed : String(error)
  return text.trim().split('\n').at(-1) ?? text
}
