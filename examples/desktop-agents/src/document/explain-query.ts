// Owns: "Query Optimization", as in the original's document.
// Must not know: what happens before or after.

import { SessionQueries } from '@godwit/schema-agents'
import type { Client } from '@libsql/client'

async function explainQuery(db: Client) {
  // Analyze query execution plan
  const result = await db.execute('EXPLAIN QUERY PLAN ' + SessionQueries.getByStatus)
  console.log('Query plan:', result.rows)
}

export { explainQuery }
