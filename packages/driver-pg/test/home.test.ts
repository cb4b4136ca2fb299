// Owns: where the history and the evidence are looked for, whatever a migration makes of its session's search path.
// Must not know: how tables are named.

import { code, Migrator, type Migration, type MigratorOptions, steps } from '@godwit/core'
import { faulty } from '@godwit/driver-conformance/faulty'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

function migrator(source: Parameters<typeof pg>[0], migrations: readonly Migration[], options: MigratorOptions = {}): Migrator {
  const driver = pg(source)
  onTestFinished(() => driver.close())
  const made = new Migrator(driver, options)
  made.addMigrations(migrations)
  return made
}

const into = (id: string, ...up: readonly string[]): Migration => ({ id, description: id, up })

describeOn('postgres-15', (server) => {
  test('a dump that empties the search path is applied like any other script', async () => {
    const { url, query } = await server.freshDatabase()
    const dump = into('1', "SELECT pg_catalog.set_config('search_path', '', false)", 'CREATE TABLE public.t (id integer)')
    expect(await migrator(url, [dump, into('2', 'CREATE TABLE u (id integer)')]).up()).toMatchObject({ outcome: 'migrated' })
    expect(await query("SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).toEqual(
      ['migrations', 'migrations_lease', 'migrations_step', 't', 'u'].map((name) => ({ name: `public.${name}` })),
    )
  })

  test.each(['auto', 'forbidden'] as const)('what one migration sets is not set for the next (transaction: %s)', async (transaction) => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE SCHEMA b')
    expect(await migrator(`${url}?options=-c%20search_path%3Db`, [into('1', 'CREATE TABLE x (id integer)')]).up()).toMatchObject({
      outcome: 'migrated',
    })
    const two = [into('1', 'SET search_path TO b', 'CREATE TABLE y (id integer)'), into('2', 'CREATE TABLE z (id integer)')]
    const line = two.map((migration) => ({ ...migration, transaction }))
    expect(await migrator(url, line).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
    expect(await migrator(url, line).up()).toMatchObject({ outcome: 'up-to-date' })
    const made = "SELECT schemaname AS s, tablename AS t FROM pg_tables WHERE tablename IN ('x', 'y', 'z') ORDER BY t"
    expect(await query(made)).toEqual([
      { s: 'b', t: 'x' },
      { s: 'b', t: 'y' },
      { s: 'public', t: 'z' },
    ])
    expect(await query('SELECT id FROM b.migrations')).toEqual([{ id: '1' }])
  })

  test.each([
    ['a function', code('1', async ({ sql }) => void (await sql.run('SET search_path TO b')))],
    [
      'a function of durable steps',
      steps('1', ({ step }) => step('path', async ({ sql }) => void (await sql.run('SET search_path TO b')))),
    ],
  ])('what %s sets is not set for the next migration', async (_what, up) => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE SCHEMA b')
    const line = [{ id: '1', description: 'sets', up }, into('2', 'CREATE TABLE z (id integer)')]
    expect(await migrator(url, line).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
    expect(await query("SELECT schemaname AS s FROM pg_tables WHERE tablename = 'z'")).toEqual([{ s: 'public' }])
  })

  test.each(['SET search_path TO b', 'SET LOCAL search_path TO b', "SELECT set_config('search_path', 'b', true)"])(
    'nor where migrations share a transaction: %s ends it, and is not in force behind it',
    async (set) => {
      const { url, query } = await server.freshDatabase()
      await query('CREATE SCHEMA b')
      const line = [
        into('1', 'CREATE TABLE x (id integer)'),
        into('2', set, 'CREATE TABLE y (id integer)'),
        into('3', 'CREATE TABLE z (id integer)'),
      ]
      const failing = [...line, into('4', 'SELECT no_such_column')]
      expect(await migrator(url, failing, { commit: 'per-run' }).up()).toMatchObject({
        outcome: 'failed',
        done: [{ id: '1' }, { id: '2' }],
        undone: ['3'],
        failed: { id: '4' },
      })
      expect(await migrator(url, line, { commit: 'per-run' }).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '3' }] })
      expect(await query("SELECT schemaname AS s, tablename AS t FROM pg_tables WHERE tablename IN ('x', 'y', 'z') ORDER BY t")).toEqual([
        { s: 'public', t: 'x' },
        { s: 'b', t: 'y' },
        { s: 'public', t: 'z' },
      ])
    },
  )

  test('a history that lies further down the search path is gone on with where it is', async () => {
    const { url, query } = await server.freshDatabase()
    const first = into('1', 'CREATE TABLE x (id integer)')
    expect(await migrator(url, [first]).up()).toMatchObject({ outcome: 'migrated' })
    await query('CREATE SCHEMA nearer')
    const nearer = `${url}?options=-c%20search_path%3Dnearer,public`
    expect(await migrator(nearer, [first, into('2', 'CREATE TABLE y (id integer)')]).up()).toMatchObject({
      outcome: 'migrated',
      steps: [{ id: '2' }],
    })
    expect(await query('SELECT id FROM public.migrations ORDER BY id')).toEqual([{ id: '1' }, { id: '2' }])
  })

  test('an index of the same name in another schema is no evidence that a statement ran', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE SCHEMA b')
    await query('CREATE TABLE t (id integer)')
    await query('CREATE INDEX i ON t (id)')
    await query('CREATE TABLE b.t (id integer)')
    const line = [into('1', 'SET search_path TO b', 'CREATE INDEX CONCURRENTLY i ON t (id)')]
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const counting = faulty(driver)
    const rehearsed = new Migrator(counting, { line: 'counted', table: 'counted' })
    rehearsed.addMigrations([into('1', 'SET search_path TO b', 'CREATE INDEX CONCURRENTLY j ON t (id)')])
    expect(await rehearsed.up()).toMatchObject({ outcome: 'migrated' })
    const at = counting.messages.findIndex(({ text }) => text?.startsWith('CREATE INDEX') === true)
    expect(at).toBeGreaterThan(0)

    const broken = faulty(pg(url), { at, when: 'before', loses: 'client' })
    const cut = new Migrator(broken, { leaseMs: 500 })
    cut.addMigrations(line)
    expect((await cut.up()).outcome).not.toBe('migrated')
    expect(broken.struck?.text).toBe('CREATE INDEX CONCURRENTLY i ON t (id)')
    const report = await migrator(url, line, { leaseMs: 500 }).up()
    const found = await query("SELECT schemaname AS s FROM pg_indexes WHERE indexname = 'i' ORDER BY 1")
    expect({ outcome: report.outcome, found }).toEqual({ outcome: 'migrated', found: [{ s: 'b' }, { s: 'public' }] })
  })
})
