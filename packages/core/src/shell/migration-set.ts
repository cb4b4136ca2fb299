// Owns: the migrations that were added to a migrator, loaded when they are needed and once.
// Must not know: databases.

import { MigrateError } from '../model/error.ts'
import type { Migration } from '../model/migration.ts'
import type { MigrationSource } from '../model/source.ts'
import { checkId, checkMigration, duplicate, type Entry, type Registry, registry } from '../pure/registry.ts'

export interface MigrationSet {
  add(migration: Migration): void
  addSource(source: MigrationSource): void
  /** As known now; entries that were not loaded have no migration. */
  registry(): Registry
  /** Loads those ids that are not loaded yet. Rejects with `INVALID` when one cannot be used. */
  load(ids: Iterable<string>): Promise<void>
  /** Ids whose loading runs no code. */
  readonly texts: ReadonlySet<string>
}

export function migrationSet(line: string, requires: readonly string[]): MigrationSet {
  const entries = new Map<string, Entry>()
  const sources = new Map<string, MigrationSource>()
  const texts = new Set<string>()
  let current: Registry | undefined

  const put = (entry: Entry): void => {
    const before = entries.get(entry.id)
    if (before !== undefined) throw duplicate(entry.id, before.origin, entry.origin)
    entries.set(entry.id, entry)
    current = undefined
  }
  const loadOne = async (source: MigrationSource): Promise<void> => {
    const migration = await source.load()
    checkMigration(migration)
    if (migration.id !== source.id) {
      throw new MigrateError('INVALID', `${source.origin} was listed as '${source.id}' and holds a migration with id '${migration.id}'.`, {
        subject: 'migration',
        id: source.id,
      })
    }
    sources.delete(source.id)
    entries.set(source.id, { id: source.id, description: migration.description, origin: source.origin, migration })
    current = undefined
  }
  return {
    add(migration) {
      checkMigration(migration)
      put({ id: migration.id, description: migration.description, origin: undefined, migration })
    },
    addSource(source) {
      checkId(source.id)
      put({ id: source.id, description: source.description, origin: source.origin, migration: undefined })
      sources.set(source.id, source)
      if (source.kind === 'text') texts.add(source.id)
    },
    registry: () => (current ??= registry(line, requires, entries.values())),
    async load(ids) {
      const wanted: MigrationSource[] = []
      for (const id of ids) {
        const source = sources.get(id)
        if (source !== undefined) wanted.push(source)
      }
      await Promise.all(wanted.map(loadOne))
    },
    texts,
  }
}
