// Owns: "Validate Migration State", as in the original's document.
// Must not know: what happens before or after.

import type { Migrator } from '@godwit/core'

async function validateMigrationState(migrator: Migrator) {
  // Check current migration status
  const summary = await migrator.getMigrationSummary()
  console.log('Migration Status:', {
    current: summary.currentVersion,
    applied: summary.appliedMigrations,
    pending: summary.pendingMigrations,
    pendingIds: summary.pendingMigrationIds
  })

  // Validate migration integrity
  const validation = await migrator.validateMigrations()
  if (!validation.isValid) {
    console.error('Migration validation failed:', validation.errors)
  }

  if (validation.warnings.length > 0) {
    console.warn('Migration warnings:', validation.warnings)
  }
}

export { validateMigrationState }
