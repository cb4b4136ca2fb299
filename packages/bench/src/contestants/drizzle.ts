// Owns: drizzle-orm's migrator: one transaction for all, the last one's date is all it asks for. No way down, no status.
// Must not know: clocks.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Contestant, Engine } from '../contestant.ts'

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
      writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite', entries }))
      for (const step of steps)
        writeFileSync(join(folder, `${step.id}_${step.name}.sql`), step.up.map((sql) => `${sql};`).join('\n--> statement-breakpoint\n'))
    },
    apply: ({ file, folder }) => migrate(file, folder),
    noop: ({ file, folder }) => migrate(file, folder),
  }
}

async function migrator(engine: Engine): Promise<(file: string, migrationsFolder: string) => Promise<void>> {
  switch (engine) {
    case 'sqlite': {
      const { default: Database } = await import('better-sqlite3')
      const { drizzle } = await import('drizzle-orm/better-sqlite3')
      const { migrate } = await import('drizzle-orm/better-sqlite3/migrator')
      return async (file, migrationsFolder) => {
        const client = new Database(file)
        migrate(drizzle(client), { migrationsFolder })
        client.close()
      }
    }
    case 'libsql': {
      const { createClient } = await import('@libsql/client')
      const { drizzle } = await import('drizzle-orm/libsql')
      const { migrate } = await import('drizzle-orm/libsql/migrator')
      return async (file, migrationsFolder) => {
        const client = createClient({ url: `file:${file}` })
        await migrate(drizzle(client), { migrationsFolder })
        client.close()
      }
    }
    default:
      return engine satisfies never
  }
}
