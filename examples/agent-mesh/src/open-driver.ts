// Owns: the driver for an address. Each is loaded where it is needed, so that a project on files has no client of a server.
// Must not know: what is done with it.

import { pathToFileURL } from 'node:url'
import type { Driver } from '@godwit/core'
import type { Address } from './address.ts'

/** Nothing is sent yet. Rejects with `DriverError` on a URL that its driver cannot read. */
export async function openDriver(address: Address): Promise<Driver> {
  switch (address.client) {
    case 'better-sqlite3':
      return (await import('@godwit/driver-better-sqlite3')).betterSqlite3({ file: address.path })
    case 'libsql': {
      // An absolute path is encoded: a name may hold a % or a space.
      const url = address.kind === 'file' ? pathToFileURL(address.path).href : address.url
      return (await import('@godwit/driver-libsql')).libsql({ url })
    }
    case 'pg':
      return (await import('@godwit/driver-pg')).pg(address.url)
    case 'mysql':
      return (await import('@godwit/driver-mysql')).mysql(address.url)
    default:
      return address satisfies never
  }
}
