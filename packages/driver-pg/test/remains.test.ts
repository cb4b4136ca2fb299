// Owns: what is taken for that which an interrupted CREATE INDEX or REINDEX CONCURRENTLY left, and what is not.
// Must not know: how it is looked for.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn } from './scratch.ts'

describeOn('postgres-15', (server) => {
  test('an index of that name that somebody builds in another schema of the search path stays', async () => {
    const { url, database, query } = await server.freshDatabase()
    for (const schema of ['mine', 'common']) {
      await query(`CREATE SCHEMA ${schema}`)
      await query(`CREATE TABLE ${schema}.t (a int)`)
    }
    await query(`ALTER DATABASE ${database} SET search_path = mine, common`)
    const [writer, builder] = [await clientOn(url), await clientOn(url)]
    await writer.query('BEGIN')
    await writer.query('INSERT INTO common.t VALUES (1)')
    // It waits for the writer, and is there and not usable meanwhile.
    const built = builder.query('CREATE INDEX CONCURRENTLY i ON common.t (a)')
    while ((await query(`SELECT 1 FROM pg_class WHERE relname = 'i'`)).length === 0);

    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigrations([{ id: '1', description: 'an index', up: ['CREATE INDEX CONCURRENTLY i ON t (a)'] }])
    let state: 'at work' | 'done' = 'at work'
    const report = migrator.up().finally(() => (state = 'done'))
    const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = '${database}' AND query LIKE '%INDEX CONCURRENTLY%' AND query NOT LIKE '%common%' AND wait_event_type = 'Lock'`
    const isDone = (): boolean => state === 'done'
    while (!isDone() && (await query(waits)).length === 0);
    await writer.query('COMMIT')
    await built
    expect(await report).toMatchObject({ outcome: 'migrated' })
    expect(await query(`SELECT schemaname FROM pg_indexes WHERE indexname = 'i' ORDER BY 1`)).toEqual([
      { schemaname: 'common' },
      { schemaname: 'mine' },
    ])
  })

  test('what it left itself on its own table, in whatever schema that is, is taken away before it is built again', async () => {
    const { url, database, query } = await server.freshDatabase()
    for (const schema of ['mine', 'common']) await query(`CREATE SCHEMA ${schema}`)
    await query('CREATE TABLE common.t (a int)')
    await query('INSERT INTO common.t VALUES (1), (1)')
    await query(`ALTER DATABASE ${database} SET search_path = mine, common`)
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigrations([{ id: '1', description: 'an index', up: ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)'] }])
    const told = expect.stringMatching(/It was rolled back\. \(.*'common\.i'.*DROP INDEX CONCURRENTLY IF EXISTS common\.i/s) as string
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error: { message: told, details: { reason: 'constraint' } } })
    expect(await query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'common.i'::regclass`)).toEqual([{ indisvalid: false }])
    await query('TRUNCATE common.t')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'common.i'::regclass`)).toEqual([{ indisvalid: true }])
  })

  test('what it left under a name of the server is told, and left to those who know whether somebody builds it', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE t (a int)')
    await query('INSERT INTO t VALUES (1), (1)')
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigrations([{ id: '1', description: 'an index', up: ['CREATE UNIQUE INDEX CONCURRENTLY ON t (a)'] }])
    const told = expect.stringMatching(
      /'public\.t_a_idx', unusable.*DROP INDEX CONCURRENTLY IF EXISTS public\.t_a_idx takes it away/s,
    ) as string
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error: { message: told, details: { reason: 'constraint' } } })
    await query('TRUNCATE t')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    const states = `SELECT c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 't'::regclass`
    expect(new Set(await query(states))).toEqual(
      new Set([
        { name: 't_a_idx', valid: false },
        { name: 't_a_idx1', valid: true },
      ]),
    )
  })

  const long = `on_${'a'.repeat(58)}_i`
  test.each([
    ['an index', 'REINDEX INDEX CONCURRENTLY i', 't', 'i', [/^i_ccnew$/]],
    ['an index of another schema', 'REINDEX (VERBOSE) INDEX CONCURRENTLY "S".i', '"S".t', 'i', [/^i_ccnew$/]],
    ['a name that leaves no room', `REINDEX INDEX CONCURRENTLY ${long}`, 't', long, [/^on_a{54}_ccnew$/]],
    ['a table', 'REINDEX (CONCURRENTLY) TABLE t', 't', 'i', [/^i_ccnew$/, /^i_ccnew9_ccnew$/, /^pg_toast_\d+_index_ccnew$/]],
    ['a table with partitions', 'REINDEX TABLE CONCURRENTLY whole', 'part', 'i', [/^i_ccnew$/, /^i_ccnew9_ccnew$/]],
  ])('what a rebuilding that failed has left is told, and taken away before the next: %s', async (_what, text, table, index, left) => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE SCHEMA "S"')
    await query('CREATE TABLE t (a int, b text)')
    await query('CREATE TABLE "S".t (a int)')
    await query('CREATE TABLE whole (a int) PARTITION BY RANGE (a)')
    await query('CREATE TABLE part PARTITION OF whole FOR VALUES FROM (0) TO (9)')
    const counts = (body: string) => `CREATE OR REPLACE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN ${body}; END'`
    await query(counts('RETURN $1'))
    await query(`INSERT INTO ${table} VALUES (1)`)
    await query(`CREATE INDEX ${index} ON ${table} (f(a))`)
    // Somebody else's: usable, whatever it is called; and an unusable one that no rebuilding left, since there is no `other`.
    await query(`CREATE INDEX i_ccnew9 ON ${table} (a)`)
    await query(`INSERT INTO ${table} VALUES (1)`)
    await query(`CREATE UNIQUE INDEX CONCURRENTLY other_ccnew ON ${table} (a)`).catch(() => {})

    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigrations([{ id: '1', description: 'anew', up: [text] }])
    const unusable = async (): Promise<readonly string[]> =>
      (await query('SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid ORDER BY 1'))
        .map(({ name }) => String(name))
        .filter((name) => name !== 'other_ccnew')
    await query(counts("RAISE ''not today''"))
    for (let n = 0; n < 2; n++) {
      const report = await migrator.up()
      const names = await unusable()
      expect(names).toEqual(left.map((name) => expect.stringMatching(name) as string))
      for (const name of names) {
        const told = expect.stringMatching(new RegExp(`'[^']*${name}'.*DROP INDEX CONCURRENTLY IF EXISTS [^ ]*${name}`)) as string
        expect(report).toMatchObject({ outcome: 'failed', error: { message: told } })
      }
    }
    await query(counts('RETURN $1'))
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await unusable()).toEqual([])
    const there = `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = '${table}'::regclass`
    expect(new Set((await query(there)).map(({ name }) => name))).toEqual(new Set([index, 'i_ccnew9', 'other_ccnew']))
  })

  test('an owner who may not name what lies in the TOAST table goes on without taking it away', async () => {
    const { url, database, query } = await server.freshDatabase()
    const role = `owner_${database}`
    await query(`CREATE ROLE "${role}" LOGIN PASSWORD 'poor-secret'`)
    await query(`GRANT CREATE, USAGE ON SCHEMA public TO "${role}"`)
    try {
      const driver = pg(Object.assign(new URL(url), { username: role, password: 'poor-secret' }).href)
      const counts = (body: string) => `CREATE OR REPLACE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN ${body}; END'`
      const migrator = new Migrator(driver)
      migrator.addMigrations([
        { id: '1', description: 'a table', up: ['CREATE TABLE t (a int, b text)', counts('RETURN $1'), 'INSERT INTO t VALUES (1)'] },
        { id: '2', description: 'an index', up: ['CREATE INDEX i ON t (f(a))'] },
        { id: '3', description: 'anew', up: ['REINDEX TABLE CONCURRENTLY t'] },
      ])
      expect(await migrator.up({ to: '2' })).toMatchObject({ outcome: 'migrated' })
      await query(counts("RAISE ''not today''"))
      expect(await migrator.up()).toMatchObject({ outcome: 'failed' })
      await query(counts('RETURN $1'))
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '3' }] })
      await driver.close()
      const unusable = 'SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid'
      expect(await query(unusable)).toEqual([{ name: expect.stringMatching(/^pg_toast_\d+_index_ccnew$/) as string }])
    } finally {
      await query(`DROP OWNED BY "${role}"`)
      await query(`DROP ROLE "${role}"`)
    }
  })
})
