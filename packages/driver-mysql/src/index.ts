// Owns: what this package offers.
// Must not know: anything else.

export type { CallbackPool, CallbackPoolConnection, Connection, Pool } from './client.ts'
export type { MysqlConfig, TlsMode, TlsOptions } from './config.ts'
export { mysql } from './driver.ts'
export { endsTransaction } from './transaction.ts'
