// Owns: the database by URL, and how many connections to it there are at once.
// Must not know: what is done with them.

import type { Driver, Session } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { libsql } from '@godwit/driver-libsql'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { type Handle, handle } from '@godwit/schema-agents'
import { Pool } from 'tarn'
import { Refused } from './refused.ts'
import type { Settings } from './settings.ts'

export interface Database {
  readonly driver: Driver
  /** Lends a connection; whoever comes when all are lent waits. A connection on which something failed is not lent again. */
  use<Result>(work: (on: Handle) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

const WAIT_MS = 30_000
const IDLE_MS = 1_000
/** Several connections of one process to one file: see `handle`. */
const WITHOUT_WAITING = 0

/** `overflow` connections are closed again when nobody wants them, `size` are kept. Throws `Refused` on a URL of another scheme. */
export function openDatabase({ url, pool: { size, overflow } }: Pick<Settings, 'url' | 'pool'>): Database {
  const driver = driverFor(url)
  const broken = new WeakSet<Session>()
  const pool = new Pool<Session>({
    create: () => driver.open('write'),
    destroy: (session) => session.close(),
    validate: (session) => !broken.has(session),
    min: size,
    max: size + overflow,
    acquireTimeoutMillis: WAIT_MS,
    idleTimeoutMillis: IDLE_MS,
    propagateCreateError: true,
  })
  return {
    driver,
    async use(work) {
      const session = await pool.acquire().promise
      try {
        return await work(handle(session))
      } catch (error) {
        broken.add(session)
        throw error
      } finally {
        pool.release(session)
      }
    },
    async close() {
      await pool.destroy()
      await driver.close()
    },
  }
}

/** The name of another client behind a plus, `postgresql+asyncpg:`, is the drivers' to leave out; what it does to a path is not theirs. */
function driverFor(url: string): Driver {
  const [written = '', scheme = '', client = ''] = /^([a-z]+)(?:\+([a-z0-9_.]+))?:/i.exec(url) ?? []
  switch (scheme.toLowerCase()) {
    case 'postgres':
    case 'postgresql':
      return pg(url)
    case 'mysql':
    case 'mariadb':
      return mysql(url)
    case 'file':
      return libsql({ url, timeoutMs: WITHOUT_WAITING })
    case 'sqlite': {
      const path = client === '' ? url.slice(written.length) : alchemy(url.slice(written.length))
      return client.toLowerCase() === 'libsql'
        ? libsql({ url: `file:${path}`, timeoutMs: WITHOUT_WAITING })
        : betterSqlite3({ file: `sqlite:${path}`, timeoutMs: WITHOUT_WAITING })
    }
    default:
      throw new Refused(
        'DATABASE_URL begins with file:, sqlite:, postgresql: (or postgresql+asyncpg:), mysql: or mariadb:. Nothing was started.',
      )
  }
}

/** To SQLAlchemy the third slash only ends the authority: `///chat.db` is relative, and a fourth one makes a path absolute. */
function alchemy(path: string): string {
  return path.startsWith('///') ? path.slice(3) : path
}
