// Owns: drizzle-orm's migrator: one transaction for all, the last one's date is all it asks for. No way down, no status.
// Must not know: clocks.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { type Contestant, type Engine, FAMILY } from '../contestant.ts'

export async function drizzle(engine: Engine): Promise<Contestant> {
  const migrate = await migrator(engine)
  return {
    prepare(folder, steps) {
      const entries = steps.map((step) => ({
        idx: step.n - 1,
        version: '6',
        when: 1_767_225_600_000 + step.n,
        tag: `${step.id}_${step.name}`,
        breakpoints: true,
      }))
      mkdirSync(join(folder, 'meta'))
      writeFileSync(
        join(folder, 'meta', '_journal.json'),
        JSON.stringify({ version: '7', dialect: FAMILY[engine] === 'postgres' ? 'postgresql' : FAMILY[engine], entries }),
      )
      for (const step of steps)
        writeFileSync(join(folder, `${step.id}_${step.name}.sql`), step.up.map((sql) => `${sql};`).join('\n--> statement-breakpoint\n'))
    },
    apply: ({ address, folder }) => migrate(address, folder),
    noop: ({ address, folder }) => migrate(address, folder),
  }
}

async function migrator(engine: Engine): Promise<(address: string, migrationsFolder: string) => Promise<void>> {
  switch (engine) {
    case 'sqlite': {
      const { default: Database } = await import('better-sqlite3')
      const { drizzle } = await import('drizzle-orm/better-sqlite3')
      const { migrate } = await import('drizzle-orm/better-sqlite3/migrator')
      return async (address, migrationsFolder) => {
        const client = new Database(address)
        migrate(drizzle(client), { migrationsFolder })
        client.close()
      }
    }
    case 'libsql':
    case 'sqld': {
      const { createClient } = await import('@libsql/client')
      const { drizzle } = await import('drizzle-orm/libsql')
      const { migrate } = await import('drizzle-orm/libsql/migrator')
      return async (address, migrationsFolder) => {
        const client = createClient({ url: address })
        await migrate(drizzle(client), { migrationsFolder })
        client.close()
      }
    }
    case 'postgres': {
      const { default: pg } = await import('pg')
      const { drizzle } = await import('drizzle-orm/node-postgres')
      const { migrate } = await import('drizzle-orm/node-postgres/migrator')
      return async (connectionString, migrationsFolder) => {
        const client = new pg.Client({ connectionString })
        await client.connect()
        await migrate(drizzle(client), { migrationsFolder })
        await client.end()
      }
    }
    case 'mariadb': {
      const { default: mysql } = await import('mysql2/promise')
      const { drizzle } = await import('drizzle-orm/mysql2')
      const { migrate } = await import('drizzle-orm/mysql2/migrator')
      return async (uri, migrationsFolder) => {
        const client = await mysql.createConnection(uri)
        await migrate(drizzle(client), { migrationsFolder })
        await client.end()
      }
    }
    default:
      return engine satisfies never
  }
}
