// Owns: a migration's statements, written once and rendered for every engine.
// Must not know: tables.

import type { MigrationFor, SqlScript } from '@godwit/core'
import { type ColumnWords, columnWords } from './column-words.ts'
import { type Names, objectName, type PerDialect, placeOf, tableName } from './place.ts'

export interface ScriptWords extends ColumnWords {
  readonly dialect: keyof PerDialect<unknown>
  /** A table as it is named in this place. */
  table(name: string): string
  /** An index or a constraint as it is named where it is made. */
  object(name: string): string
  /**
   * The statement that drops an index that `object` named, before its table goes. None on MySQL: an index that a foreign key
   * uses cannot be dropped there, and with its table it goes anyway.
   */
  dropIndexIfExists(name: string): readonly string[]
}

/** A migration of this package: written for every engine, or it does not compile. */
export type AgentMigration = MigrationFor<keyof PerDialect<unknown>>

/** Rendered here and not by core, so that what is written into a history is what ran. */
export function script(names: Names, write: (words: ScriptWords) => SqlScript): PerDialect<SqlScript> {
  const on = (dialect: keyof PerDialect<unknown>): SqlScript => {
    const { schema, ...prefixed } = names
    const place = placeOf(dialect, dialect !== 'postgres' || schema === undefined ? prefixed : { ...prefixed, schema })
    return write({
      ...columnWords[dialect],
      dialect,
      table: (name) => tableName(place, name),
      object: (name) => objectName(place, name),
      dropIndexIfExists: (name) => (dialect === 'mysql' ? [] : [`DROP INDEX IF EXISTS ${tableName(place, name)}`]),
    })
  }
  return { sqlite: on('sqlite'), postgres: on('postgres'), mysql: on('mysql') }
}
