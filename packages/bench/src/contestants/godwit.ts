// Owns: Godwit over its own drivers, with SQL files in its own format.
// Must not know: clocks.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Driver, MigratorOptions, Report } from '@godwit/core'

import type { Contestant, Engine, Place } from '../contestant.ts'

/** A commit for each migration, as it is by default. */
export async function godwit(engine: Engine): Promise<Contestant> {
  return contest(engine, 'per-migration')
}

/** One transaction for all. */
export async function godwitAll(engine: Engine): Promise<Contestant> {
  return contest(engine, 'per-run')
}

async function contest(engine: Engine, commit: NonNullable<MigratorOptions['commit']>): Promise<Contestant> {
  const { Migrator } = await import('@godwit/core')
  const { readDirectory } = await import('@godwit/core/directory')
  const driverFor = await drivers(engine)

  async function withMigrator<T>({ address, folder }: Place, use: (migrator: InstanceType<typeof Migrator>) => Promise<T>): Promise<T> {
    const driver = driverFor(address)
    const migrator = new Migrator(driver, { commit })
    migrator.addSources(await readDirectory(folder, { dialect: driver.dialect }))
    const result = await use(migrator)
    await migrator.close()
    return result
  }

  return {
    prepare(folder, steps) {
      for (const step of steps) {
        const text = `-- migrate:up\n${step.up.join(';\n')};\n\n-- migrate:down\n${step.down.join(';\n')};\n`
        writeFileSync(join(folder, `${step.id}_${step.name}.sql`), text)
      }
    },
    apply: (place) => withMigrator(place, async (migrator) => expect('migrated', await migrator.up())),
    noop: (place) => withMigrator(place, async (migrator) => expect('up-to-date', await migrator.up())),
    status: (place) =>
      withMigrator(place, async (migrator) => (await migrator.status()).migrations.filter(({ state }) => state === 'applied').length),
    down: (place) => withMigrator(place, async (migrator) => expect('migrated', await migrator.down({ to: 'nothing' }))),
  }
}

function expect(outcome: Report['outcome'], report: Report): void {
  if (report.outcome !== outcome) throw new Error(JSON.stringify(report))
}

export async function drivers(engine: Engine): Promise<(address: string) => Driver> {
  switch (engine) {
    case 'sqlite': {
      const { betterSqlite3 } = await import('@godwit/driver-better-sqlite3')
      // The drivers import their clients when they first connect; imports are not measured.
      await import('better-sqlite3')
      return (address) => betterSqlite3(address)
    }
    case 'libsql':
    case 'sqld': {
      const { libsql } = await import('@godwit/driver-libsql')
      await import(engine === 'libsql' ? '@libsql/client/sqlite3' : '@libsql/client/http')
      return (address) => libsql(address)
    }
    case 'postgres': {
      const { pg } = await import('@godwit/driver-pg')
      await import('pg')
      return (address) => pg(address)
    }
    case 'mariadb': {
      const { mysql } = await import('@godwit/driver-mysql')
      await import('mysql2')
      return (address) => mysql(address)
    }
    default:
      return engine satisfies never
  }
}
