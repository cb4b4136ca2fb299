// Owns: which faults and which engines there are.
// Must not know: how they are run or printed.

import type { Engine } from './database.ts'
import { betterSqlite3, sqliteByTypeorm } from './engines/better-sqlite3.ts'
import { libsqlFile, sqld } from './engines/libsql.ts'
import { galera, mariadb, mariadbByTypeorm, mariadbStatementByStatement, oracleMysql } from './engines/mysql.ts'
import { pgbouncer, postgres, postgresByTypeorm } from './engines/postgres.ts'
import type { Fault } from './fault.ts'
import { clocks } from './faults/clocks.ts'
import { cut } from './faults/cut.ts'
import { endedSession } from './faults/ended-session.ts'
import { fullDisk } from './faults/full-disk.ts'
import { frozen } from './faults/frozen.ts'
import { indexBuilds } from './faults/index-builds.ts'
import { killed } from './faults/killed.ts'
import { orphan } from './faults/orphan.ts'
import { race } from './faults/race.ts'

export const FAULTS: readonly Fault[] = [
  race(12, { reduced: 2, full: 100 }),
  race(50, { reduced: 1, full: 100 }),
  killed,
  cut,
  orphan,
  endedSession,
  frozen,
  clocks,
  indexBuilds,
  fullDisk,
]

/** Started when its turn comes. */
export const ENGINES: ReadonlyMap<string, () => Engine | Promise<Engine>> = new Map<string, () => Engine | Promise<Engine>>([
  ['better-sqlite3', betterSqlite3],
  ['libsql', libsqlFile],
  ['sqld-http', () => sqld('http')],
  ['sqld-ws', () => sqld('ws')],
  ['postgres', () => postgres(15)],
  ['postgres-13', () => postgres(13)],
  ['postgres-18', () => postgres(18)],
  ['pgbouncer-1', () => pgbouncer(1)],
  ['pgbouncer-2', () => pgbouncer(2)],
  ['mariadb', mariadb],
  ['mariadb-single', mariadbStatementByStatement],
  ['galera', galera],
  ['mysql', oracleMysql],
  ['typeorm-sqlite', sqliteByTypeorm],
  ['typeorm-postgres', postgresByTypeorm],
  ['typeorm-mariadb', mariadbByTypeorm],
])
