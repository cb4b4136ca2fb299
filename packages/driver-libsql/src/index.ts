// Owns: what this package offers.
// Must not know: anything else.

export type { Client, ClientTransaction, ResultSet } from './client.ts'
export type { LibsqlConfig } from './config.ts'
export { libsql } from './driver.ts'
