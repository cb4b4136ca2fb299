// Owns: which engines of MariaDB and MySQL the matrix has.
// Must not know: faults.

import { startGalera, startMariadb, startMysql } from '@godwit/servers'
import type { RemoteEngine, Source } from '../database.ts'
import { onMysql } from './on-mysql.ts'
import { restart } from './restart.ts'
import { typeormOn } from './typeorm.ts'

export async function mariadb(): Promise<RemoteEngine> {
  const server = await startMariadb()
  return {
    ...onMysql({ name: 'MariaDB', server, driver: mysql, fronts: [server], stop: server.stop }),
    another: mariadb,
    revive: () => restart(server),
  }
}

export async function oracleMysql(): Promise<RemoteEngine> {
  const server = await startMysql()
  return {
    ...onMysql({ name: 'MySQL', server, driver: mysql, fronts: [server], stop: server.stop }),
    another: oracleMysql,
    revive: () => restart(server),
  }
}

export async function mariadbStatementByStatement(): Promise<RemoteEngine> {
  const server = await startMariadb()
  const driver = (url: string): Source => mysql(`${url}?multipleStatements=false`)
  return onMysql({ name: 'MariaDB, a message for each statement', server, driver, fronts: [server], stop: server.stop })
}

export async function mariadbByTypeorm(): Promise<RemoteEngine> {
  const server = await startMariadb()
  const driver = (url: string): Source => typeormOn({ type: 'mariadb', url })
  return onMysql({ name: 'TypeORM on MariaDB', server, driver, fronts: [server], stop: server.stop })
}

/** Runners write on different nodes in turn. */
export async function galera(): Promise<RemoteEngine> {
  const cluster = await startGalera()
  const [first, ...others] = cluster.nodes
  if (first === undefined) throw new Error('a cluster without nodes')
  return onMysql({
    name: 'Galera, three nodes',
    server: first,
    driver: mysql,
    fronts: [first, ...others],
    asked: (select) => `SET STATEMENT wsrep_sync_wait = 7 FOR ${select}`,
    stop: cluster.stop,
  })
}

function mysql(url: string): Source {
  return { module: '@godwit/driver-mysql', factory: 'mysql', argument: url }
}
