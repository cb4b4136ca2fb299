// Owns: the migrations that were added to a migrator, loaded when they are needed and once.
// Must not know: databases.

import { MigrateError } from '../../model/error.ts'
import type { Receipt } from '../../model/journal.ts'
import type { Migration } from '../../model/migration.ts'
import type { MigrationSource } from '../../model/source.ts'
import { rawChecksum } from '../../pure/line/checksum.ts'
import { byOrder, checkId, checkMigration, duplicate, type Entry, type Registry, registry } from '../../pure/line/registry.ts'

export interface MigrationSet {
  add(migration: Migration): void
  addSource(source: MigrationSource): void
  /** As known now; entries that were not loaded have no migration. */
  registry(): Registry
  /** Loads those ids that are not loaded yet. Rejects with `INVALID` when one cannot be used. */
  load(ids: Iterable<string>): Promise<void>
  /** The same for those of which nothing runs when they are loaded, before anybody needs them. What cannot be used is said by `load`. */
  loadAhead(ids: Iterable<string>): Promise<void>
  /**
   * Whether this must be loaded to tell if it still means what it meant: not where loading runs code, nor where its text
   * is what it was when `receipt` was written.
   */
  mayDiffer(receipt: Receipt): boolean
}

export function migrationSet(line: string, requires: readonly string[]): MigrationSet {
  const entries = new Map<string, Entry>()
  const sources = new Map<string, MigrationSource>()
  let current: Registry | undefined
  /** Of `entries`; loading one does not change it. */
  let order: readonly string[] | undefined

  const put = (entry: Entry): void => {
    const before = entries.get(entry.id)
    if (before !== undefined) throw duplicate(entry.id, before.origin, entry.origin)
    entries.set(entry.id, entry)
    current = undefined
    order = undefined
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
    const { id, origin } = source
    entries.set(id, { id, description: migration.description, origin, migration, rawChecksum: rawChecksumOf(source) })
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
    },
    registry() {
      if (current !== undefined) return current
      order ??= [...entries.values()].toSorted(byOrder).map(({ id }) => id)
      const sorted: Entry[] = []
      for (const id of order) {
        const entry = entries.get(id)
        if (entry !== undefined) sorted.push(entry)
      }
      return (current = registry(line, requires, sorted))
    },
    async load(ids) {
      const wanted: MigrationSource[] = []
      for (const id of ids) {
        const source = sources.get(id)
        if (source !== undefined) wanted.push(source)
      }
      await Promise.all(wanted.map(loadOne))
    },
    async loadAhead(ids) {
      const texts = [...ids].flatMap((id) => {
        const source = sources.get(id)
        return source?.kind === 'text' ? [source] : []
      })
      await Promise.allSettled(texts.map(loadOne))
    },
    mayDiffer({ id, rawChecksum: recorded }) {
      const source = sources.get(id)
      return source?.kind === 'text' && (recorded === undefined || rawChecksumOf(source) !== recorded)
    },
  }
}

function rawChecksumOf({ text }: MigrationSource): string | undefined {
  return text === undefined ? undefined : rawChecksum([text()])
}
