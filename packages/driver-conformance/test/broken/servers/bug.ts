// Owns: what a seeded bug is that only shows where many write to a server.
// Must not know: any.

import type { Driver } from '@godwit/core/driver'
import type { describeOn } from '@godwit/servers/vitest'
import type { Place } from '../../../src/words/words.ts'
import { mysqlReference } from '../../server/mysql.ts'
import { postgresReference } from '../../server/postgres.ts'
import type { Bug } from '../bug.ts'

export type Server = 'postgres' | 'mysql'

export const KINDS: { readonly [server in Server]: Parameters<typeof describeOn>[0] } = { postgres: 'postgres-15', mysql: 'mariadb' }

/** The sound drivers that the broken ones are made from. */
export const SOUND: { readonly [server in Server]: (url: string) => Driver } = {
  postgres: (url) => postgresReference(url),
  mysql: mysqlReference,
}

export interface ServerBug extends Omit<Bug, 'make' | 'built'> {
  /** The servers on which it is tried, each by itself. */
  readonly on: readonly Server[]
  /** Where its subject says that the engine works. */
  readonly place?: Place
  /** Gets a sound driver, and what makes more of them on the same database or elsewhere. */
  readonly make: (sound: Driver, url: string, more: (url: string) => Driver) => Driver
}
