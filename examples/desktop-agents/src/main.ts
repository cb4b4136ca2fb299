// Owns: the program: every example of the document, in an order in which one prepares the next, on a file of its own.
// Must not know: SQL of the agents' tables.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { MigrationResult } from '@godwit/core'
import { createClient, type Client } from '@libsql/client'
import { migration_003_add_permissions } from './document/003_add_permissions.ts'
import { createAgent } from './document/create-agent.ts'
import { createSession } from './document/create-session.ts'
import { explainQuery } from './document/explain-query.ts'
import { getSessionWithAgent } from './document/get-session-with-agent.ts'
import { markAsApplied } from './document/mark-as-applied.ts'
import { previewMigrations } from './document/preview-migrations.ts'
import { runMigrations } from './document/run-migrations.ts'
import { setupDatabase } from './document/setup-database.ts'
import { validateMigrationState } from './document/validate-migration-state.ts'

function title(text: string): void {
  console.log(`\n== ${text}`)
}

async function printTables(db: Client): Promise<void> {
  const { rows } = await db.execute(
    "SELECT group_concat(name, ', ') AS names FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name)",
  )
  console.log('Tables:', rows[0].names ?? 'none')
}

function printResult(result: MigrationResult | null): void {
  if (result === null) console.log('nothing to roll back')
  else console.log(`${result.migration.id}: ${result.error ?? 'done'}, ${result.transaction}`)
}

async function preview(): Promise<void> {
  title('Dry run on a new database')
  const db = createClient({ url: 'file:agents.db' })
  await previewMigrations(db)
  await printTables(db)
  db.close()
}

async function useAgents(db: Client): Promise<void> {
  title('An agent and a session')
  const agentId = await createAgent(db)
  const sessionId = await createSession(db, agentId)
  console.log(await getSessionWithAgent(db, sessionId))
  await explainQuery(db)
}

async function extend(): Promise<void> {
  title('A migration of the application')
  const { db, migrator } = await runMigrations()
  migrator.addMigration(migration_003_add_permissions)
  for (const result of await migrator.migrate()) printResult(result)
  await printTables(db)
  await validateMigrationState(migrator)

  title('Rollback')
  for (let n = 0; n < 5; n += 1) printResult(await migrator.rollbackLast())
  await printTables(db)
  db.close()
}

async function recover(): Promise<void> {
  title('Recovery by hand')
  const { db, migrator } = await runMigrations()
  await db.execute("DELETE FROM migrations WHERE id = '001'")
  console.log('The record of 001 is lost.')
  await migrator.migrate().catch((error: unknown) => console.log(String(error)))
  await markAsApplied(db)
  const results = await migrator.migrate()
  console.log(`Migrations complete: ${results.length} applied`)
  await validateMigrationState(migrator)
  db.close()
}

const folder = await mkdtemp(join(tmpdir(), 'desktop-agents-'))
const home = process.cwd()
process.chdir(folder)
try {
  await preview()
  title('Setup')
  const db = await setupDatabase()
  await printTables(db)
  title('Second start')
  const { results, db: again } = await runMigrations()
  console.log(results)
  again.close()
  await useAgents(db)
  db.close()
  await extend()
  await recover()
} finally {
  // Windows does not remove the folder that a process is in.
  process.chdir(home)
  await rm(folder, { recursive: true, force: true })
}
