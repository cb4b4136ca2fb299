// Owns: the factory.
// Must not know: what is run in a session.

import { assertNotCancelled, type Capabilities, type Driver, type Session } from '@godwit/core/driver'
import type { Connection, Pool } from './client.ts'
import type { MysqlConfig } from './config.ts'
import { targetOf } from './connect.ts'
import { dialectOf } from './dialect.ts'
import { assertServes } from './facts.ts'
import { fromPool, isConnection, isPool, oneConnection } from './handed-in.ts'
import { ownConnections } from './own.ts'
import { openSession } from './session.ts'
import type { Loan, Source } from './source.ts'

const CAPABILITIES: Capabilities = { ddl: 'autocommit', batch: 'ordered', session: 'pinned', writers: 'many' }

/**
 * A driver over mysql2, for MySQL 8.0 and MariaDB 10.6 or newer: by a URL, a configuration, or a `Pool` or `Connection` that
 * exists already, of `mysql2` or of `mysql2/promise`. Such a one stays open when the driver is closed, and keeps its settings:
 * a pool makes another connection for one on which a script ran, and what was set on a single one is put back behind each migration.
 * One connection is one session. Sessions of the driver's own have `time_zone` UTC, a lock timeout of seconds, and
 * `wsrep_sync_wait` and `wsrep_retry_autocommit = 0` on a Galera cluster; their `sql_mode` is the server's, and a mode with which texts are read in another way
 * is refused before anything is written.
 * Throws `DriverError` on a URL that cannot be read.
 */
export function mysql(source: string | MysqlConfig | Pool | Connection): Driver {
  if (typeof source === 'object' && isPool(source)) return driver(fromPool(source), undefined)
  if (typeof source === 'object' && isConnection(source)) return driver(oneConnection(source), undefined)
  const target = targetOf(typeof source === 'string' ? { url: source } : source)
  return driver(ownConnections(target), target.flavor)
}

/** What a session that writes needs of a connection that is somebody else's. */
async function prepare({ keep, wire, facts }: Loan): Promise<void> {
  await keep?.remember()
  // The old utf8 has no characters of four bytes: they would be cut, or refused in the middle of a script.
  if (facts.charset !== 'utf8mb4') await wire.ask('SET NAMES utf8mb4')
}

function driver(source: Source, flavor: MysqlConfig['flavor']): Driver {
  const sessions = new Set<Session>()
  return {
    name: 'mysql',
    dialect: dialectOf(flavor === 'mariadb' ? 'mariadb' : undefined),
    capabilities: CAPABILITIES,
    async open(purpose, signal) {
      assertNotCancelled(signal)
      const loan = await source.lend(signal)
      try {
        assertServes(purpose, loan.facts)
        if (purpose === 'write') await prepare(loan)
      } catch (error) {
        await loan.giveBack('clean')
        throw error
      }
      const session: Session = openSession(loan, source, purpose, () => sessions.delete(session))
      sessions.add(session)
      if (signal?.aborted === true) await session.close()
      assertNotCancelled(signal)
      return session
    },
    async close() {
      for (const session of sessions) await session.close()
      await source.close()
    },
  }
}
