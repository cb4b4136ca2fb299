// Owns: what a contestant is asked to do, and who there is.
// Must not know: processes, clocks.

import type { Family, WorkloadStep } from './workload.ts'

export const ENGINES = ['sqlite', 'libsql', 'sqld', 'postgres', 'mariadb'] as const

/** `sqlite` is better-sqlite3, `libsql` is @libsql/client on a file, `sqld` the same client over HTTP. */
export type Engine = (typeof ENGINES)[number]

/** Which SQL an engine reads. */
export const FAMILY: { readonly [engine in Engine]: Family } = {
  sqlite: 'sqlite',
  libsql: 'sqlite',
  sqld: 'sqlite',
  postgres: 'postgres',
  mariadb: 'mysql',
}

export interface Place {
  /** The migration files that `prepare` wrote. */
  readonly folder: string
  /** Of the database: an absolute path, or a URL. */
  readonly address: string
}

/** Every member connects, does its work and closes what it opened: that is the span that is measured. */
export interface Contestant {
  /** Writes the workload down in this contestant's own format. Not measured. */
  prepare(folder: string, steps: readonly WorkloadStep[]): void
  apply(place: Place): Promise<void>
  /** Once more, with everything applied. */
  noop(place: Place): Promise<void>
  /** How many migrations it says are applied. Absent where the library has no such question. */
  status?(place: Place): Promise<number>
  /** Rolls back everything. Absent where the library cannot. */
  down?(place: Place): Promise<void>
  /** After `apply`, not measured. */
  settle?(place: Place): Promise<void>
}

/** The libraries are imported by the call, so that the import lies outside of what is measured. */
export type Enter = (engine: Engine) => Promise<Contestant>

export interface Entry {
  readonly engines: readonly Engine[]
  readonly load: () => Promise<Enter>
}

export function hasNetwork(engine: Engine): boolean {
  return engine !== 'sqlite' && engine !== 'libsql'
}

/** What all others are compared with. */
export const FLOOR = 'floor'

const SERVERS = ['postgres', 'mariadb'] as const
const NOT_LIBSQL = ['sqlite', ...SERVERS] as const

export const CONTESTANTS: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  [FLOOR, { engines: ENGINES, load: async () => (await import('./contestants/floor.ts')).floor }],
  ['floor-read', { engines: ENGINES, load: async () => (await import('./contestants/floor.ts')).floorRead }],
  ['floor-all', { engines: ENGINES, load: async () => (await import('./contestants/floor.ts')).floorAll }],
  ['godwit', { engines: ENGINES, load: async () => (await import('./contestants/godwit.ts')).godwit }],
  ['godwit-all', { engines: ENGINES, load: async () => (await import('./contestants/godwit.ts')).godwitAll }],
  ['dbmate', { engines: NOT_LIBSQL, load: async () => (await import('./contestants/dbmate.ts')).dbmate }],
  ['drizzle', { engines: ENGINES, load: async () => (await import('./contestants/drizzle.ts')).drizzle }],
  ['graphile-migrate', { engines: ['postgres'], load: async () => (await import('./contestants/graphile-migrate.ts')).graphileMigrate }],
  ['knex', { engines: NOT_LIBSQL, load: async () => (await import('./contestants/knex.ts')).knex }],
  ['kysely', { engines: ENGINES, load: async () => (await import('./contestants/kysely.ts')).kysely }],
  ['mikro-orm', { engines: SERVERS, load: async () => (await import('./contestants/mikro-orm.ts')).mikroOrm }],
  ['node-pg-migrate', { engines: ['postgres'], load: async () => (await import('./contestants/node-pg-migrate.ts')).nodePgMigrate }],
  ['postgrator', { engines: SERVERS, load: async () => (await import('./contestants/postgrator.ts')).postgrator }],
  ['typeorm', { engines: NOT_LIBSQL, load: async () => (await import('./contestants/typeorm.ts')).typeorm }],
  ['umzug', { engines: NOT_LIBSQL, load: async () => (await import('./contestants/umzug.ts')).umzug }],
])
