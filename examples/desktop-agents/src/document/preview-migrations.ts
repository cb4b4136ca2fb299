// Owns: "Enable Detailed Logging", as in the original's document.
// Must not know: what happens before or after.

import { Migrator } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { migrations } from '@godwit/schema-agents'
import type { Client } from '@libsql/client'

async function previewMigrations(db: Client) {
  const migrator = new Migrator(libsql(db))

  // Add debug logging
  migrator.addMigrations(migrations)

  // Enable verbose migration logging
  const results = await migrator.migrate({
    dryRun: true  // Preview migrations without applying
  })

  console.log('Migration preview:', results)
}

export { previewMigrations }
