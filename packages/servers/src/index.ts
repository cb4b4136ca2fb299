// Owns: what this package offers outside vitest.
// Must not know: how.

export { rerouted, type Connection, type Database, type DatabaseServer, type Row } from './connection.ts'
export { availability, type Kind, type SharedKind } from './kind.ts'
export type { OwnServer } from './own-server.ts'
export { startGalera, type GaleraCluster, type GaleraOptions } from './mariadb/galera.ts'
export { mysqlAt } from './mariadb/at.ts'
export { startMariadb, type MariadbOptions, type MariadbServer } from './mariadb/mariadb.ts'
export { startMysql, type MysqlOptions, type MysqlServer } from './mysql/mysql.ts'
export { startPgbouncer, type PgbouncerOptions, type PgbouncerServer } from './pgbouncer.ts'
export { postgresAt } from './postgres/at.ts'
export { startPostgres, type PostgresOptions, type PostgresServer } from './postgres/postgres.ts'
export type { PostgresVersion } from './postgres/programs.ts'
export { proxy, type Cut, type Direction, type Proxy, type ProxyOptions } from './proxy/proxy.ts'
export { reset } from './proxy/reset.ts'
export { sharedServer, type SharedServer } from './shared-server.ts'
export { startSqld, type SqldOptions, type SqldServer } from './sqld.ts'
export { inWords, ServerUnavailable, type Availability, type Unavailable } from './unavailable.ts'
