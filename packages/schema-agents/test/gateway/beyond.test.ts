// Owns: what the line `gateway` has from Godwit and the original had not: checksums, a preview, a lock, a way back, ids of any length.
// Must not know: what its migrations do.

import { defineLine, type Line, Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { mariadbOnly } from '../../../core/test/mariadb-only.ts'
import { gateway } from '../../src/index.ts'
import { createSessionWithMessage, getChatHistory } from '../../src/lines/gateway/index.ts'
import { inventory, run } from '../fresh-databases.ts'
import { type Installed, onEveryEngine } from '../on-every-engine.ts'

const IDS = gateway.migrations.map(({ id }) => id)

/** As a package would ship it in which somebody edited what was applied. */
function edited(id: string): Line {
  const migrations = gateway.migrations.map((each) => (each.id === id ? { ...each, up: ['CREATE TABLE other (a INTEGER)'] } : each))
  return { ...gateway, migrations }
}

/** Alike for longer than Alembic's column is. */
const LONG = ['first', 'second'].map((word) => `20261129_a_revision_with_a_name_that_says_what_it_is_about_${word}`)

const longLine = defineLine({
  name: 'long',
  dialects: ['sqlite', 'postgres', 'mysql'],
  migrations: LONG.map((id, n) => ({ id, description: id, up: [`CREATE TABLE long_${n} (a INTEGER)`], down: [`DROP TABLE long_${n}`] })),
})

const idsIn = async (database: Installed, line: string): Promise<readonly unknown[]> =>
  (await run(database.driver(), `SELECT id FROM migrations WHERE line = '${line}' AND direction = 'up' ORDER BY id`)).rows.map(
    ({ id }) => id,
  )

onEveryEngine(undefined, (database) => {
  const migrator = (line: Line = gateway): Migrator => new Migrator(database.driver(), line)

  test('a preview has every statement and writes nothing, and only the plan that was seen is run (S-M8)', async () => {
    const before = await inventory(database.driver())
    const previewed = await migrator().migrate({ dryRun: true })
    expect(previewed.map(({ migration, transaction }) => [migration.id, transaction])).toEqual(IDS.map((id) => [id, 'not run']))
    expect(previewed[0]?.sql?.join('\n')).toMatch(/CREATE TABLE \S*sessions/)
    const planning = await migrator().plan('up')
    expect(await inventory(database.driver())).toBe(before)
    if (!planning.ok) throw new Error('blocked')
    await migrator().up({ to: '001' })
    const late = await migrator().up(undefined, { plan: planning.plan.hash })
    expect(late).toMatchObject({ outcome: 'blocked' })
    expect(await idsIn(database, 'gateway')).toEqual(['001'])
    await migrator().down({ to: 'nothing' })
  })

  test('a migration that was edited after it ran is refused by name, and the database stays (S-M8)', async () => {
    await migrator().up({ to: '002' })
    const before = await inventory(database.driver())
    const report = await migrator(edited('001')).up()
    expect(report).toMatchObject({ outcome: 'blocked', problems: [{ code: 'CHECKSUM_CHANGED', id: '001' }] })
    expect(await inventory(database.driver())).toBe(before)
    expect(await migrator().up()).toMatchObject({ outcome: 'migrated' })
    await migrator().down({ to: 'nothing' })
  })

  test('of five that start at once each migration is run by one, and all of them find it done (S-M8, S-D9)', async () => {
    const reports = await Promise.all(Array.from({ length: 5 }, () => migrator().up()))
    expect(reports.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'migrated' && outcome !== 'up-to-date')).toEqual([])
    const ran = reports.flatMap((report) => (report.outcome === 'migrated' ? report.steps.map(({ id }) => id) : []))
    expect(ran.toSorted()).toEqual(IDS)
    expect((await migrator().status()).migrations.map(({ state }) => state)).toEqual(IDS.map(() => 'applied'))
    await migrator().down({ to: 'nothing' })
  })

  test('what was applied last is taken back, then more, and no message is lost (S-M8)', async () => {
    const on = await database.another()
    await migrator().up()
    const { id } = await createSessionWithMessage(on, { user_id: 'u' }, { message: 'kept' })
    expect((await migrator().rollbackLast())?.migration.id).toBe('005')
    expect(await migrator().down({ to: '001' })).toMatchObject({ outcome: 'migrated' })
    expect((await on.run('SELECT message FROM chat_messages')).rows).toEqual([{ message: 'kept' }])
    await migrator().up()
    expect(await getChatHistory(on, id)).toMatchObject([{ message: 'kept' }])
    await migrator().down({ to: 'nothing' })
  })

  test('ids longer than 32 characters are kept whole, and told apart by their last word (S-D12)', async () => {
    expect(LONG.every((id) => id.length > 60)).toBe(true)
    expect(await migrator(longLine).up()).toMatchObject({ outcome: 'migrated' })
    expect(await idsIn(database, 'long')).toEqual(LONG)
    expect(await migrator(longLine).up()).toMatchObject({ outcome: 'up-to-date' })
    expect((await migrator(longLine).status()).current).toBe(LONG[1])
    expect((await migrator(longLine).rollbackLast())?.migration.id).toBe(LONG[1])
    expect((await migrator(longLine).status()).migrations.map(({ state }) => state)).toEqual(['applied', 'pending'])
    await migrator(longLine).down({ to: 'nothing' })
  })

  if (database.dialect === 'mysql') {
    test('every migration goes up and down over rows here, with nothing in it that MySQL 8 refuses (S-D13)', async () => {
      const texts = gateway.migrations.flatMap(({ up, down }) =>
        [up, down].flatMap((script) => (script !== undefined && 'mysql' in script ? (script.mysql ?? []) : [])),
      )
      expect(texts.length).toBeGreaterThan(IDS.length * 2)
      for (const text of texts) expect(mariadbOnly(String(text)), String(text)).toEqual([])
      const on = await database.another()
      await migrator().up({ to: '001' })
      await on.run("INSERT INTO sessions (id, user_id) VALUES ('s', 'u')")
      await on.run("INSERT INTO chat_messages (id, session_id, message) VALUES ('m', 's', 'kept')")
      for (const to of [...IDS.slice(1), ...IDS.slice(0, -1).toReversed()]) {
        const report = IDS.indexOf(to) > (await placeOf(migrator())) ? await migrator().up({ to }) : await migrator().down({ to })
        expect(report, to).toMatchObject({ outcome: 'migrated' })
        expect((await on.run('SELECT message FROM chat_messages')).rows).toEqual([{ message: 'kept' }])
        // The key still holds, though the index under it went and came.
        await expect(on.run("INSERT INTO chat_messages (id, session_id, message) VALUES ('n', 'nobody', 'x')")).rejects.toThrow(
          /foreign key|default value/i,
        )
      }
      await migrator().down({ to: 'nothing' })
    })
  }
})

/** Where the line stands, as a place in its order. */
async function placeOf(migrator: Migrator): Promise<number> {
  return (await migrator.status()).migrations.filter(({ state }) => state === 'applied').length - 1
}
