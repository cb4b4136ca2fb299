// Owns: what this package offers.
// Must not know: anything else.

export type { Client, Pool, PoolClient, Submittable } from './client.ts'
export type { PgConfig, PgOptions } from './config.ts'
export { pg } from './driver.ts'
export type { PGlite } from './pglite.ts'
