// Owns: "Basic Migration Setup", as in the original's document.
// Must not know: what happens before or after.

import { Migrator } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { migrations } from '@godwit/schema-agents'
import { createClient } from '@libsql/client'

async function setupDatabase() {
  // Create database connection
  const db = createClient({ url: 'file:agents.db' })
  
  // Initialize migration system
  const migrator = new Migrator(libsql(db))
  migrator.addMigrations(migrations)
  await migrator.initialize()
  
  // Run pending migrations
  const results = await migrator.migrate()
  console.log(`Migrations complete: ${results.length} applied`)
  
  return db
}

export { setupDatabase }
