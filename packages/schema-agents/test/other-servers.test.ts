// Owns: every line on the oldest and the newest PostgreSQL that there is a program of, a newer MariaDB and MySQL: up, down, up again.
// Must not know: what the functions of a line do. They are tested on the version between, and on MariaDB.

import { type Line, Migrator } from '@godwit/core'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import * as root from '../src/index.ts'
import { handle } from '../src/index.ts'
import { schemaOf } from './schema-of.ts'

/** Whatever the package exports as a line, so that none is forgotten. */
const LINES = Object.values(root).filter(isLine)

function isLine(exported: unknown): exported is Line {
  return typeof exported === 'object' && exported !== null && 'migrations' in exported
}

/** What a line requires is written `name` or `name>=id`. */
function required({ requires = [] }: Line): readonly Line[] {
  return LINES.filter(({ name }) => requires.some((text) => text.split('>=')[0] === name))
}

const SERVERS = [
  { kind: 'postgres-13', driverOn: pg },
  { kind: 'postgres-18', driverOn: pg },
  { kind: 'mariadb-11', driverOn: mysql },
  { kind: 'mysql', driverOn: mysql },
] as const

for (const { kind, driverOn } of SERVERS) {
  describeOn(kind, (server) => {
    // Row-level security is PostgreSQL's only.
    test.each(LINES.filter(({ name }) => driverOn === pg || name !== 'tenancy-rls'))(
      '$name goes up, down without a trace, and up again to the same',
      async (line) => {
        const driver = driverOn((await server.freshDatabase()).url)
        onTestFinished(() => driver.close())
        const session = await driver.open('write')
        onTestFinished(() => session.close())
        for (const base of required(line)) expect(await new Migrator(driver, base).up()).toMatchObject({ outcome: 'migrated' })
        const migrator = new Migrator(driver, line)
        const own = async (): Promise<readonly (readonly [string, string])[]> =>
          [...(await schemaOf(handle(session), ''))].filter(([name]) => !name.startsWith('migrations'))
        const before = await own()
        expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
        const made = await own()
        // Row-level security is neither a column nor an index nor a constraint.
        if (line.name !== 'tenancy-rls') expect(made).not.toEqual(before)
        expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
        expect(await own()).toEqual(before)
        expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
        expect(await own()).toEqual(made)
      },
    )
  })
}
