// Owns: that no migration of a line has for MySQL what only MariaDB takes. The statements of queries are looked at where they are sent.
// Must not know: a server.

import { expect, test } from 'vitest'
import { mariadbOnly } from '../../core/test/mariadb-only.ts'
import * as all from '../src/index.ts'
import { solace } from '../src/take-over/index.ts'

const lines = Object.values(all)
  .flatMap((each) => (typeof each === 'object' && 'migrations' in each && 'name' in each ? [each] : []))
  // Row-level security is PostgreSQL's alone.
  .filter(({ name }) => name !== 'tenancy-rls')

test.each(lines.flatMap(({ name, migrations }) => migrations.map((migration) => [name, migration] as const)))(
  '%s: what $id writes for MySQL is not MariaDB’s own',
  (_, { up, down }) => {
    for (const script of [up, down]) {
      if (script === undefined || !('mysql' in script)) throw new Error('no script for MySQL')
      for (const text of script.mysql ?? []) expect(mariadbOnly(String(text)), String(text)).toEqual([])
    }
  },
)

const conversions = solace({ initial: 'a', indexes: 'b', epoch: 'c' }).conversions.filter(({ dialect }) => dialect === 'mysql')

test.each(conversions)('a conversion to $to: what it asks and writes of MySQL is not MariaDB’s own', ({ unfit, line, forms }) => {
  const scripts = [line, ...forms.map((form) => form.line)].flatMap(({ migrations }) => migrations.map(({ up }) => up))
  for (const script of scripts) {
    if (!('mysql' in script)) throw new Error('no script for MySQL')
    for (const text of script.mysql ?? []) expect(mariadbOnly(String(text)), String(text)).toEqual([])
  }
  expect(mariadbOnly(unfit), unfit).toEqual([])
})
