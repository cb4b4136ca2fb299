// Owns: what this package offers.
// Must not know: anything else.

export type { Database, Statement } from './client.ts'
export { betterSqlite3 } from './driver.ts'
export type { BetterSqlite3Config } from './driver.ts'
