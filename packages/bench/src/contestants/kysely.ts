// Owns: Kysely's migrator with modules in a folder. On SQLite it uses no transaction.
// Must not know: clocks.

import { promises, writeFileSync } from 'node:fs'
import path from 'node:path'

import type { Dialect, MigrationResultSet } from 'kysely'

import type { Contestant, Engine, Place } from '../contestant.ts'

export async function kysely(engine: Engine): Promise<Contestant> {
  const { FileMigrationProvider, Kysely, Migrator, NO_MIGRATIONS } = await import('kysely')
  const open = await dialects(engine)

  async function withMigrator<T>({ file, folder }: Place, use: (migrator: InstanceType<typeof Migrator>) => Promise<T>): Promise<T> {
    const { dialect, close } = open(file)
    const db = new Kysely<unknown>({ dialect })
    const result = await use(new Migrator({ db, provider: new FileMigrationProvider({ fs: promises, path, migrationFolder: folder }) }))
    await db.destroy()
    close()
    return result
  }

  return {
    prepare(folder, steps) {
      const body = (statements: readonly string[]): string => statements.map((sql) => `  await sql\`${sql}\`.execute(db)\n`).join('')
      for (const step of steps) {
        const text = `import { sql } from 'kysely'\n\nexport async function up(db) {\n${body(step.up)}}\n\nexport async function down(db) {\n${body(step.down)}}\n`
        writeFileSync(path.join(folder, `${step.id}_${step.name}.mjs`), text)
      }
    },
    apply: (place) => withMigrator(place, async (migrator) => check(await migrator.migrateToLatest())),
    noop: (place) => withMigrator(place, async (migrator) => check(await migrator.migrateToLatest())),
    status: (place) =>
      withMigrator(place, async (migrator) => (await migrator.getMigrations()).filter(({ executedAt }) => executedAt !== undefined).length),
    down: (place) => withMigrator(place, async (migrator) => check(await migrator.migrateTo(NO_MIGRATIONS))),
  }
}

function check({ error }: MigrationResultSet): void {
  if (error !== undefined) throw error
}

async function dialects(engine: Engine): Promise<(file: string) => { readonly dialect: Dialect; readonly close: () => void }> {
  switch (engine) {
    case 'sqlite': {
      const { default: Database } = await import('better-sqlite3')
      const { SqliteDialect } = await import('kysely')
      return (file) => ({ dialect: new SqliteDialect({ database: new Database(file) }), close: () => undefined })
    }
    case 'libsql': {
      const { createClient } = await import('@libsql/client')
      const { LibsqlDialect } = await import('@libsql/kysely-libsql')
      return (file) => {
        const client = createClient({ url: `file:${file}` })
        return { dialect: new LibsqlDialect({ client }), close: () => client.close() }
      }
    }
    default:
      return engine satisfies never
  }
}
