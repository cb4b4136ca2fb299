// Owns: the program: `tenant-chat` and `tenant-chat migrate`, and its exit code. 0 done, 1 the database did not allow it, 2 a setting is wrong.
// Must not know: terminals, SQL.

import { isDriverError, isMigrateError } from '@godwit/core'
import { isNotAllowed } from '@godwit/schema-agents'
import { findTenant } from '@godwit/schema-agents/tenancy'
import { echo } from './answering.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { chat } from './chat.ts'
import { type Database, openDatabase } from './database.ts'
import { Refused } from './refused.ts'
import { readSettings, type Settings } from './settings.ts'
import { lastThread } from './thread.ts'

async function migrate(database: Database, settings: Settings): Promise<void> {
  const applied = await bringUpToDate(database, settings)
  console.log(applied.length === 0 ? 'Database: up to date' : `Database: applied ${applied.join(', ')}`)
}

async function talk(database: Database, settings: Settings): Promise<void> {
  console.log('tenant-chat. /new, /history, /tools, /exit')
  await migrate(database, settings)
  const { tenant: setting, user: user_id, sessionFile } = settings
  const tenant = await database.use((on) => findTenant(on, setting))
  if (tenant === null) {
    throw new Refused(`DEFAULT_TENANT_ID: there is no tenant ${JSON.stringify(setting)}. It is default, or the id or the name of a tenant.`)
  }
  if (!tenant.is_active) throw new Refused(`DEFAULT_TENANT_ID: the tenant ${JSON.stringify(tenant.name)} is suspended.`)
  console.log(`Tenant: ${tenant.name}`)
  const owner = { tenant_id: tenant.id, user_id }
  await chat(await lastThread(database, sessionFile, owner), { database, owner, sessionFile, answering: echo })
}

async function run([command, ...more]: readonly string[]): Promise<void> {
  const work = command === undefined ? talk : command === 'migrate' ? migrate : undefined
  if (work === undefined || more.length > 0)
    throw new Refused('tenant-chat            chat\ntenant-chat migrate    only bring the database up to date')
  const settings = await readSettings(process.env, process.cwd())
  const database = openDatabase(settings)
  try {
    await work(database, settings)
  } finally {
    await database.close()
  }
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (error instanceof Refused) process.exitCode = 2
  else if (isDriverError(error) || isMigrateError(error) || isNotAllowed(error)) process.exitCode = 1
  else throw error
  console.error(error.message)
}
