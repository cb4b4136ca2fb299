// Owns: the rows of the documents about migrating, C-M1 to C-M11 and their faults, on every engine.
// Must not know: the lines of this package.

import { type Migration, Migrator } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import { onEveryEngine } from './on-every-engine.ts'

let made = 0
/** Of a table that no other test has. */
function table(): string {
  return `made_${++made}`
}

function making(id: string, name: string, over: Partial<Migration> = {}): Migration {
  return { id, description: `Make ${name}`, up: [`CREATE TABLE ${name} (a INTEGER)`], down: [`DROP TABLE ${name}`], ...over }
}

const ids = (results: readonly { readonly migration: Migration }[]): readonly string[] => results.map(({ migration }) => migration.id)

onEveryEngine(undefined, (database) => {
  /** A line of its own for each test, in one database. */
  const lineOf = (...migrations: readonly Migration[]): Migrator => new Migrator(database.driver(), { name: `line_${++made}`, migrations })

  describe('what is refused when it is added', () => {
    test.each([
      ['without an id', { id: '' }, /id/],
      ['without a description', { description: '' }, /description/],
      ['with nothing to do', { up: [] }, /up/],
    ])('C-M1: a migration %s', (_, over, words) => {
      expect(() => lineOf(making('001', table(), over))).toThrow(words)
    })

    test('C-M1: an id that is there already, while what came before it stays', () => {
      const migrator = lineOf()
      expect(() => migrator.addMigrations([making('001', table()), making('001', table())])).toThrow(/001/)
      expect(() => migrator.addMigration(making('001', table()))).toThrow(/001/)
    })
  })

  test('C-M2: initialize can be called again, beside others, and a second run has nothing to do', async () => {
    const migrator = lineOf(making('001', table()))
    await migrator.initialize()
    await migrator.initialize()
    expect(ids(await migrator.migrate())).toEqual(['001'])
    expect(await migrator.migrate()).toEqual([])
  })

  test('C-M3, C-M4, C-D1, C-D2, C-X2: a failure ends the run with the database’s own words; what came before it stays, what comes behind did not run', async () => {
    const [first, second, third] = [table(), table(), table()]
    const faulty = making('002', second, { up: [`CREATE TABLE ${second} (a INTEGER)`, 'INSERT INTO nowhere_at_all VALUES (1)'] })
    const migrator = lineOf(making('001', first), faulty, making('003', third))
    const results = await migrator.migrate()
    expect(results.map(({ migration, success }) => [migration.id, success])).toEqual([
      ['001', true],
      ['002', false],
    ])
    expect(results[1]?.error).toContain('nowhere_at_all')
    expect(results[0]).toMatchObject({ executedAt: expect.any(Date) as Date, executionTime: expect.any(Number) as number })
    expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual(['002', '003'])
    const on = database.handle()
    await expect(on.run(`SELECT a FROM ${third}`)).rejects.toMatchObject({ reason: 'missing-object' })
    // Where DDL commits by itself the statement before it is there, and counted.
    if (database.dialect !== 'mysql') await expect(on.run(`SELECT a FROM ${second}`)).rejects.toMatchObject({ reason: 'missing-object' })
    else expect((await migrator.status()).migrations[1]).toMatchObject({ id: '002', halfWay: { done: 1 } })
  })

  test('C-X2, E-X7: once the faulty statement is mended, the next run goes on where it stopped', async () => {
    const [first, second] = [table(), table()]
    const name = `line_${++made}`
    const faulty = making('001', first, { up: [`CREATE TABLE ${first} (a INTEGER)`, 'INSERT INTO nowhere_at_all VALUES (1)'] })
    const mended = making('001', first, { up: [`CREATE TABLE ${first} (a INTEGER)`, `INSERT INTO ${first} VALUES (1)`] })
    const [result] = await new Migrator(database.driver(), { name, migrations: [faulty] }).migrate()
    expect(result).toMatchObject({ success: false })
    expect(ids(await new Migrator(database.driver(), { name, migrations: [mended, making('002', second)] }).migrate())).toEqual([
      '001',
      '002',
    ])
    expect((await database.handle().run(`SELECT a FROM ${first}`)).rows).toHaveLength(1)
  })

  test('C-M5, C-D3: a limit of none runs none, a negative one is refused, a dry run returns what would run and leaves nothing', async () => {
    const name = table()
    const migrator = lineOf(making('001', name), making('002', table()))
    expect(await migrator.migrate({ limit: 0 })).toEqual([])
    await expect(migrator.migrate({ limit: -1 })).rejects.toThrow(/-1|steps/)
    expect((await migrator.migrate({ dryRun: true })).map(({ sql }) => sql?.length)).toEqual([1, 1])
    await expect(database.handle().run(`SELECT a FROM ${name}`)).rejects.toMatchObject({ reason: 'missing-object' })
    expect(ids(await migrator.migrate({ limit: 1 }))).toEqual(['001'])
  })

  test('C-M6, C-X8, G-M4: white space, comments and dates are no change; one token is, and is refused before anything runs', async () => {
    const name = table()
    const called = `line_${++made}`
    const as = (up: string): Migrator =>
      new Migrator(database.driver(), {
        name: called,
        migrations: [making('001', name, { up: [up], createdAt: new Date(made) }), making('002', table())],
      })
    await as(`CREATE TABLE ${name} (a INTEGER)`).migrate({ limit: 1 })
    expect(ids(await as(`\uFEFF-- why\r\nCREATE  TABLE ${name}\r\n(a INTEGER) /* so */`).migrate({ dryRun: true }))).toEqual(['002'])
    await expect(as(`CREATE TABLE ${name} (b INTEGER)`).migrate()).rejects.toThrow(/001.*changed/)
    expect((await as(`CREATE TABLE ${name} (a INTEGER)`).getMigrationSummary()).pendingMigrationIds).toEqual(['002'])
  })

  test('C-M7, G-M4, G-X14: validation names what is applied and gone, what was changed, and a gap', async () => {
    const [first, second] = [table(), table()]
    const name = `line_${++made}`
    await new Migrator(database.driver(), { name, migrations: [making('001', first), making('002', second)] }).migrate()
    const later = new Migrator(database.driver(), {
      name,
      migrations: [making('001', first, { up: [`CREATE TABLE ${first} (b INTEGER)`] }), making('004', table())],
    })
    const { isValid, errors } = await later.validateMigrations()
    expect(isValid).toBe(false)
    expect(errors.join()).toMatch(/'001' was changed/)
    expect(errors.join()).toMatch(/'002' is applied and the code does not have it/)
    await expect(later.migrate()).rejects.toThrow(/002/)
    const gap = new Migrator(database.driver(), { name, migrations: [making('001', first), making('002', second), making('004', table())] })
    expect(await gap.validateMigrations()).toMatchObject({ isValid: true, warnings: [expect.stringMatching(/gap.*002.*004/)] })
  })

  test('C-M8, C-D8: the summary adds up, with what only the database knows left out', async () => {
    const [first, second] = [table(), table()]
    const name = `line_${++made}`
    await new Migrator(database.driver(), { name, migrations: [making('001', first), making('002', second)] }).migrate()
    expect(
      await new Migrator(database.driver(), { name, migrations: [making('001', first), making('003', table())] }).getMigrationSummary(),
    ).toEqual({
      totalMigrations: 2,
      appliedMigrations: 1,
      pendingMigrations: 1,
      pendingMigrationIds: ['003'],
      currentVersion: '002',
    })
    expect(await lineOf(making('001', table())).getMigrationSummary()).toMatchObject({ currentVersion: '0' })
  })

  test('C-M9, C-D4: what was applied last in time goes back first, then null; without a way back it is refused', async () => {
    const migrator = lineOf(making('2', table()), making('10', table()))
    expect(ids(await migrator.migrate())).toEqual(['2', '10'])
    expect(await migrator.rollbackLast()).toMatchObject({ migration: { id: '10' }, success: true })
    expect(await migrator.rollbackLast()).toMatchObject({ migration: { id: '2' } })
    expect(await migrator.rollbackLast()).toBeNull()
    const { down: _, ...irreversible } = making('001', table())
    const stuck = lineOf(irreversible)
    await stuck.migrate()
    await expect(stuck.rollbackLast()).rejects.toThrow(/no 'down'/)
  })

  test('C-M11: a row that was written by hand to recover is believed, with a warning', async () => {
    const name = table()
    const called = `line_${++made}`
    const migrator = new Migrator(database.driver(), { name: called, migrations: [making('001', name), making('002', table())] })
    await migrator.initialize()
    const on = database.handle()
    await on.run(
      `INSERT INTO migrations (line, id, description, applied_at, execution_time, checksum) VALUES ('${called}', '001', 'by hand', CURRENT_TIMESTAMP, 0, 'manual')`,
    )
    expect((await migrator.validateMigrations()).warnings.join()).toMatch(/'001' was recorded by hand/)
    expect(ids(await migrator.migrate())).toEqual(['002'])
  })

  test('C-D5: a migration that comes late is refused by name, and nothing runs', async () => {
    const name = `line_${++made}`
    const [first, third] = [table(), table()]
    await new Migrator(database.driver(), { name, migrations: [making('001', first), making('003', third)] }).migrate()
    const later = new Migrator(database.driver(), {
      name,
      migrations: [making('001', first), making('002', table()), making('003', third)],
    })
    await expect(later.migrate()).rejects.toThrow(/'002' is not applied, and '003'/)
  })

  test('C-D6: without initialize the first migration brings its tables along', async () => {
    expect(ids(await lineOf(making('001', table())).migrate())).toEqual(['001'])
  })

  test('C-D7, E-X4: five who start at once apply every migration once, and none of them fails', async () => {
    const line = { name: `line_${++made}`, migrations: [making('001', table()), making('002', table()), making('003', table())] }
    const runs = await Promise.all(Array.from({ length: 5 }, () => new Migrator(database.driver(), line).migrate()))
    const results = runs.flat()
    expect(results.every(({ success }) => success)).toBe(true)
    expect(ids(results).toSorted()).toEqual(['001', '002', '003'])
  })

  test('C-D12, A-M4: a text of several statements runs whole, and is recorded with what it did', async () => {
    const [first, second] = [table(), table()]
    const migrator = lineOf(
      making('001', first, {
        up: [`CREATE TABLE ${first} (a INTEGER); INSERT INTO ${first} VALUES (1); CREATE TABLE ${second} (a INTEGER)`],
      }),
    )
    expect(await migrator.migrate()).toMatchObject([{ success: true }])
    const on = database.handle()
    expect((await on.run(`SELECT a FROM ${first}`)).rows).toHaveLength(1)
    expect((await on.run(`SELECT a FROM ${second}`)).rows).toEqual([])
  })

  test('G-M3, S-M5: a second run changes nothing, and so does one of an application that was started again', async () => {
    const migrations = [making('001', table())]
    const name = `line_${++made}`
    expect(ids(await new Migrator(database.driver(), { name, migrations }).migrate())).toEqual(['001'])
    expect(await new Migrator(database.driver(), { name, migrations }).migrate()).toEqual([])
    expect(await new Migrator(database.driver(), { name, migrations }).up()).toMatchObject({ outcome: 'up-to-date' })
  })

  test('A-X7, A-M5: a migration that failed is not recorded, and neither are those behind it', async () => {
    const migrator = lineOf(making('001', table(), { up: ['INSERT INTO nowhere_at_all VALUES (1)'] }), making('002', table()))
    expect((await migrator.migrate()).map(({ success }) => success)).toEqual([false])
    expect((await migrator.status()).migrations.map(({ state }) => state)).not.toContain('applied')
  })
})
