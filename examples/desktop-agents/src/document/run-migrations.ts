// Owns: "Running Migrations", as in the original's document.
// Must not know: what happens before or after.

import { Migrator } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { migrations } from '@godwit/schema-agents'
import { createClient } from '@libsql/client'

async function runMigrations() {
  // Initialize database connection
  const db = createClient({
    url: 'file:agents.db'
  })

  // Create migrator instance
  const migrator = new Migrator(libsql(db))

  // Register all migrations
  migrator.addMigrations(migrations)

  // Initialize migration system (creates tracking table)
  await migrator.initialize()

  // Run all pending migrations
  const results = await migrator.migrate()

  // Check migration status
  const summary = await migrator.getMigrationSummary()
  console.log(`Applied ${summary.appliedMigrations}/${summary.totalMigrations} migrations`)

  return { db, migrator, results }
}

export { runMigrations }
