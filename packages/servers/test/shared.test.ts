// Owns: that a test run's shared servers give each test a database of its own.
// Must not know: how they are started.

import { expect, it } from 'vitest'
import { describeOn, type TestServer } from '../src/vitest/index.ts'

for (const kind of ['postgres-15', 'mariadb', 'mariadb-11', 'mysql'] as const) {
  describeOn(kind, (server: TestServer) => {
    const seen: string[] = []

    for (const nth of ['a first', 'a second']) {
      it(`${nth} test finds its database empty`, async () => {
        const database = await server.freshDatabase()
        seen.push(database.database)
        await database.query('create table bird (name varchar(40) not null)')
        await database.query("insert into bird values ('godwit')")
        expect(await database.query('select name from bird')).toEqual([{ name: 'godwit' }])
      })
    }

    it('drops them after their tests', async () => {
      expect(seen).toHaveLength(2)
      const rows = await server.query('select schema_name as name from information_schema.schemata')
      const databases = kind !== 'postgres-15' ? rows : await server.query('select datname as name from pg_database')
      expect(databases.map(({ name }) => name)).not.toEqual(expect.arrayContaining([seen[0]]))
      expect(databases.map(({ name }) => name)).not.toEqual(expect.arrayContaining([seen[1]]))
    })
  })
}
