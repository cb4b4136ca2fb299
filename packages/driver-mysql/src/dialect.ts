// Owns: what the server reads, by what it says of itself.
// Must not know: clients, sessions.

import { mysql, type Dialect, type DialectFlavor } from '@godwit/core/driver'
import { refusal } from './refusal.ts'

export function dialectOf(flavor: DialectFlavor | undefined): Dialect {
  return flavor === undefined ? mysql : { ...mysql, flavor }
}

/** The oldest that are read as the dialect says: before them, DDL is not crash-safe, and CHECK is not checked. */
const OLDEST = { mariadb: [10, 6], mysql: [8, 0] } as const

/** `version`: what `VERSION()` gives. Throws `DriverError` on a server that is too old. */
export function dialectOfServer(version: string): Dialect {
  const name = /mariadb/i.test(version) ? 'mariadb' : 'mysql'
  const [, major, minor] = /^(?:5\.5\.5-)?(\d+)\.(\d+)/.exec(version) ?? []
  const [leastMajor, leastMinor] = OLDEST[name]
  const found = [Number(major ?? 0), Number(minor ?? 0)] as const
  if (found[0] < leastMajor || (found[0] === leastMajor && found[1] < leastMinor)) {
    throw refusal(
      'unknown',
      `The server is version ${version}. Godwit needs MySQL 8.0 or newer, or MariaDB 10.6 or newer; nothing was changed.`,
    )
  }
  return dialectOf(/tidb/i.test(version) ? 'tidb' : name === 'mariadb' ? 'mariadb' : undefined)
}
