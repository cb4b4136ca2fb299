// Owns: a migration that is known by name before it is loaded.
// Must not know: where it comes from, how it is loaded.

import type { Migration } from './migration.ts'

/** What a folder offers. Only pending migrations are loaded; `load` is called once at most. */
export interface MigrationSource {
  readonly id: string
  readonly description: string
  /** For messages: a file's path as the user would write it. */
  readonly origin: string
  readonly load: () => Promise<Migration>
}
