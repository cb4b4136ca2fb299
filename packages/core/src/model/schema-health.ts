// Owns: how a schema stands, as a value.
// Must not know: how it is found out, who asks.

import type { AnyMigrateError } from './error.ts'
import type { MigrationStatus } from './report.ts'

/** How a schema stands, for a health check. */
export type SchemaHealth =
  /** Every migration that the code has is applied. */
  | { readonly state: 'current' }
  /** As `current`, and newer code has applied more: an old replica during a deployment. */
  | { readonly state: 'ahead'; readonly migrations: readonly MigrationStatus[] }
  /** The code has migrations that the database lacks, or has by half: somebody is at it, or was. */
  | { readonly state: 'behind'; readonly migrations: readonly MigrationStatus[] }
  /** A migration is not what it was when it was applied: somebody has to look. */
  | { readonly state: 'changed'; readonly migrations: readonly MigrationStatus[] }
  /** The database does not answer, or its history cannot be read. */
  | { readonly state: 'unreadable'; readonly error: AnyMigrateError }
