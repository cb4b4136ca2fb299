// Owns: looking up migrations of the line `agents` by id.
// Must not know: what is applied where. Only a database can say, and `Migrator` asks it.

import { MigrateError, type Migration } from '@godwit/core'
import { agents } from './line.ts'

/** The line's migrations in order, for `migrator.addMigrations(migrations)`. */
export const migrations: readonly Migration[] = agents.migrations

/** Throws `MigrateError` `INVALID` on an unknown id. */
export function getMigrationById(id: string): Migration {
  return migrations.find((migration) => migration.id === id) ?? refuse(id)
}

/** Everything from the first up to and including `id`. Throws `MigrateError` `INVALID` on an unknown id. */
export function getMigrationsUpTo(id: string): readonly Migration[] {
  return migrations.slice(0, positionOf(id) + 1)
}

/**
 * What this package holds after `version`; all of it after `'0'`, which is what `getMigrationSummary()` calls a
 * database without migrations. What is really pending in a database is a set difference, not a maximum: that is
 * `getMigrationSummary().pendingMigrationIds`.
 *
 * Throws `MigrateError` `INVALID` on an unknown id: "all" would run migrations a second time.
 */
export function getPendingMigrations(version: string): readonly Migration[] {
  return version === '0' ? migrations : migrations.slice(positionOf(version) + 1)
}

/** The id of the last migration of this package's version of the line. */
export function getLatestMigrationId(): string {
  return migrations.at(-1)?.id ?? refuse('latest')
}

function positionOf(id: string): number {
  const position = migrations.findIndex((migration) => migration.id === id)
  return position === -1 ? refuse(id) : position
}

function refuse(id: string): never {
  const known = migrations.map((migration) => migration.id).join(', ')
  throw new MigrateError('INVALID', `The line "${agents.name}" has no migration "${id}". It has ${known}.`, { subject: 'migration', id })
}
