// Owns: the tables and the default tenant, both there before anybody chats.
// Must not know: threads, terminals.

import { bringUp, Migrator } from '@godwit/core'
import { tenancy } from '@godwit/schema-agents'
import { ensureDefaultTenant } from '@godwit/schema-agents/tenancy'
import type { Database } from './database.ts'
import type { Settings } from './settings.ts'

/**
 * Returns the ids of the migrations that ran now. Repeatable, by as many at once as like. Rejects with a `MigrateError` where the
 * database has what is none of this program's.
 */
export async function bringUpToDate({ driver, use }: Database, { apiKey }: Pick<Settings, 'apiKey'>): Promise<readonly string[]> {
  const { reports } = await bringUp([new Migrator(driver, tenancy)])
  await use((on) => ensureDefaultTenant(on, apiKey === undefined ? {} : { apiKey }))
  return reports.flatMap((report) => (report?.outcome === 'migrated' ? report.steps.map(({ id }) => id) : []))
}
