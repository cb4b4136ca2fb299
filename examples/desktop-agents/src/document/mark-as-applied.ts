// Owns: "Manual Migration Recovery", as in the original's document.
// Must not know: what happens before or after.

import type { Client } from '@libsql/client'

async function markAsApplied(db: Client) {
  // If you need to manually mark a migration as applied
  // (Use with extreme caution!)
  await db.execute({
    sql: `INSERT INTO migrations (id, description, applied_at, execution_time, checksum) 
          VALUES (?, ?, ?, ?, ?)`,
    args: ['001', 'Manual recovery', new Date().toISOString(), 0, 'manual']
  })
}

export { markAsApplied }
