// Owns: which MariaDB engines of the matrix there are.
// Must not know: faults.

import { startGalera, startMariadb } from '@godwit/servers'
import type { RemoteEngine } from '../database.ts'
import { onMysql } from './on-mysql.ts'

export async function mariadb(): Promise<RemoteEngine> {
  const server = await startMariadb()
  return {
    ...onMysql({ name: 'MariaDB', server, query: '', fronts: [server], stop: server.stop }),
    another: mariadb,
    async revive() {
      await server.kill()
      await server.start()
    },
  }
}

export async function mariadbStatementByStatement(): Promise<RemoteEngine> {
  const server = await startMariadb()
  const query = '?multipleStatements=false'
  return onMysql({ name: 'MariaDB, a message for each statement', server, query, fronts: [server], stop: server.stop })
}

/** Runners write on different nodes in turn. */
export async function galera(): Promise<RemoteEngine> {
  const cluster = await startGalera()
  const [first, ...others] = cluster.nodes
  if (first === undefined) throw new Error('a cluster without nodes')
  return onMysql({
    name: 'Galera, three nodes',
    server: first,
    query: '',
    fronts: [first, ...others],
    asked: (select) => `SET STATEMENT wsrep_sync_wait = 7 FOR ${select}`,
    stop: cluster.stop,
  })
}
