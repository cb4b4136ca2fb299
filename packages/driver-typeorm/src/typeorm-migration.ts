// Owns: what a migration written for TypeORM looks like, and which migration of ours it is.
// Must not know: how it is run.

/** A `MigrationInterface` of TypeORM, structurally. */
export interface TypeormMigration {
  readonly name?: string
  readonly transaction?: boolean
  up(queryRunner: never): Promise<unknown>
  down?(queryRunner: never): Promise<unknown>
}

/** As it is exported, or as `dataSource.migrations` holds it. */
export type TypeormSource = TypeormMigration | (new () => TypeormMigration)

export interface Identified {
  readonly id: string
  readonly description: string
  readonly createdAt: Date
  readonly migration: TypeormMigration
}

/** How many digits of milliseconds TypeORM reads at the end of a name; they are good until the year 2286. */
const NAME = /^(.*?)(\d{13})$/s

/**
 * TypeORM knows a migration by its name, `AddAge1700000000000`, and orders by the digits; the id has the same two parts in
 * the order of TypeORM's file names, `1700000000000-AddAge`. Throws `TypeError` on a name without digits, as TypeORM does.
 */
export function identify(source: TypeormSource): Identified {
  const migration = typeof source === 'function' ? new source() : source
  const name = migration.name ?? migration.constructor.name
  const [, words = '', digits = ''] = NAME.exec(name) ?? []
  if (digits === '') {
    throw new TypeError(
      `The TypeORM migration '${name}' does not end in 13 digits of a timestamp, so it has no place in an order. Was its class renamed by a bundler? Then give it a property 'name'.`,
    )
  }
  const id = words === '' ? digits : `${digits}-${words}`
  return { id, description: name, createdAt: new Date(Number(digits)), migration }
}
