// Owns: Kysely's migrator with modules in a folder. On SQLite it uses no transaction.
// Must not know: clocks.

import { promises, writeFileSync } from 'node:fs'
import path from 'node:path'

import type { Dialect, MigrationResultSet } from 'kysely'

import type { Contestant, Engine, Place } from '../contestant.ts'

export async function kysely(engine: Engine): Promise<Contestant> {
  const { FileMigrationProvider, Kysely, Migrator, NO_MIGRATIONS } = await import('kysely')
  const open = await dialects(engine)

  async function withMigrator<T>({ address, folder }: Place, use: (migrator: InstanceType<typeof Migrator>) => Promise<T>): Promise<T> {
    const { dialect, close } = open(address)
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

async function dialects(engine: Engine): Promise<(address: string) => { readonly dialect: Dialect; readonly close: () => void }> {
  switch (engine) {
    case 'sqlite': {
      const { default: Database } = await import('better-sqlite3')
      const { SqliteDialect } = await import('kysely')
      return (address) => ({ dialect: new SqliteDialect({ database: new Database(address) }), close: () => undefined })
    }
    case 'libsql':
    case 'sqld': {
      const { createClient } = await import('@libsql/client')
      const { LibsqlDialect } = await import('@libsql/kysely-libsql')
      return (address) => {
        const client = createClient({ url: address })
        return { dialect: new LibsqlDialect({ client }), close: () => client.close() }
      }
    }
    case 'postgres': {
      const { default: pg } = await import('pg')
      const { PostgresDialect } = await import('kysely')
      return (connectionString) => ({
        dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }),
        close: () => undefined,
      })
    }
    case 'mariadb': {
      const { default: mysql } = await import('mysql2')
      const { MysqlDialect } = await import('kysely')
      return (uri) => ({ dialect: new MysqlDialect({ pool: mysql.createPool(uri) }), close: () => undefined })
    }
    default:
      return engine satisfies never
  }
}
