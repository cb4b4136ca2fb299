// Owns: the driver of a place, with its pool, and how the place is called in messages.
// Must not know: migrations, commands.

import type { Driver } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { libsql } from '@godwit/driver-libsql'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { Pool } from 'pg'
import type { ServerAddress } from './server-address.ts'
import type { Place } from './settings.ts'

export interface Database {
  readonly driver: Driver
  close(): Promise<void>
}

/** `host:port/name`, or the file. Never a password. */
export function nameOf(place: Place): string {
  return 'file' in place ? place.file : `${place.address.host}:${place.address.port}/${place.address.database}`
}

export function openDatabase(place: Place): Database {
  switch (place.engine) {
    case 'libsql':
      return ownDriver(libsql({ url: `file:${place.file}` }))
    case 'better-sqlite3':
      return ownDriver(betterSqlite3(place.file))
    case 'mysql':
      return ownDriver(mysql(configOf(place.address)))
    case 'postgres':
      return pooled(place)
    default:
      return place satisfies never
  }
}

/** On the same server, in a database that is always there. A file needs none. */
export function openServer(place: Exclude<Place, { readonly file: string }>): Driver {
  switch (place.engine) {
    case 'mysql':
      return mysql({ ...configOf(place.address), database: 'information_schema' })
    case 'postgres':
      return pg({ ...configOf(place.address), database: 'postgres' })
    default:
      return place satisfies never
  }
}

function pooled({ address, pool: { min, max } }: Extract<Place, { readonly engine: 'postgres' }>): Database {
  const { url, ...fields } = address
  const pool = new Pool({ ...(url === undefined ? fields : { connectionString: url }), min, max })
  // Without it, a server that ends an idle connection would end the program, too.
  pool.on('error', () => undefined)
  const driver = pg(pool)
  return {
    driver,
    async close() {
      await driver.close()
      await pool.end()
    },
  }
}

function ownDriver(driver: Driver): Database {
  return { driver, close: () => driver.close() }
}

function configOf({ url, ...fields }: ServerAddress): Omit<ServerAddress, 'url'> & { readonly url?: string } {
  return url === undefined ? fields : { ...fields, url }
}
