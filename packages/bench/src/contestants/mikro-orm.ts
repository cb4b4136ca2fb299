// Owns: MikroORM's migrator with classes in a folder, in its default: one transaction for all, a savepoint for each.
// Must not know: clocks.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { IMigrator, Options } from '@mikro-orm/core'

import { type Contestant, type Engine, FAMILY, type Place } from '../contestant.ts'

export async function mikroOrm(engine: Engine): Promise<Contestant> {
  const { Migrator } = await import('@mikro-orm/migrations')
  const { MikroORM } = FAMILY[engine] === 'postgres' ? await import('@mikro-orm/postgresql') : await import('@mikro-orm/mariadb')

  async function withMigrator<T>({ address, folder }: Place, use: (migrator: IMigrator) => Promise<T>): Promise<T> {
    const options: Options = {
      clientUrl: address,
      dbName: new URL(address).pathname.slice(1),
      entities: [],
      discovery: { warnWhenNoEntities: false },
      extensions: [Migrator],
      migrations: { path: folder, glob: '*.js', snapshot: false, silent: true },
      logger: () => undefined,
    }
    const orm = await MikroORM.init(options)
    const result = await use(orm.migrator)
    await orm.close()
    return result
  }

  return {
    prepare(folder, steps) {
      const body = (statements: readonly string[]): string => statements.map((sql) => `    this.addSql(\`${sql}\`)\n`).join('')
      for (const step of steps) {
        const name = `Migration${20_260_000_000_000 + step.n}`
        const text = `const { Migration } = require('@mikro-orm/migrations')\n\nexports.${name} = class ${name} extends Migration {\n  async up() {\n${body(step.up)}  }\n\n  async down() {\n${body(step.down)}  }\n}\n`
        writeFileSync(join(folder, `${name}.js`), text)
      }
    },
    apply: (place) => withMigrator(place, async (migrator) => void (await migrator.up())),
    noop: (place) => withMigrator(place, async (migrator) => void (await migrator.up())),
    status: (place) => withMigrator(place, async (migrator) => (await migrator.getExecutedMigrations()).length),
    down: (place) => withMigrator(place, async (migrator) => void (await migrator.down({ to: 0 }))),
  }
}
