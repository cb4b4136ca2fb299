// Owns: a migration that is known by name before it is loaded.
// Must not know: where it comes from, how it is loaded.

import type { Migration } from './migration.ts'

/** What a folder offers. `load` is called once at most. */
export interface MigrationSource {
  /**
   * `text`: loading reads and runs nothing, so an applied one is loaded too, to compare its checksum.
   * `module`: loading runs its top level, so only those about to run are loaded.
   */
  readonly kind: 'text' | 'module'
  readonly id: string
  readonly description: string
  /** For messages: a file's path as the user would write it. */
  readonly origin: string
  readonly load: () => Promise<Migration>
  /**
   * The text that the way up is read from, as it stands. Where it is what it was when the migration ran, an applied
   * migration is not loaded. Only for sources of kind `text`.
   */
  readonly text?: () => string
}
