// Owns: a schema that is there already is recorded as a line's after it was compared, on every engine.
// Must not know: whose schema it was.

import { adopt, describeDifference, differenceKey, type Driver, type Line, Migrator } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import { agents, agentsLine, agentState, gateway } from '../../src/index.ts'
import { inventory, onEachEngine, run } from '../fresh-databases.ts'

const TABLE = 'godwit_migrations'

/** As if somebody else had made it: without a history. */
async function madeByOthers(driver: Driver, line: Line, to = 'latest'): Promise<void> {
  const migrator = new Migrator(driver, { line: line.name, table: 'theirs' })
  migrator.addMigrations(line.migrations)
  const report = await migrator.up({ to })
  if (report.outcome !== 'migrated') throw new Error(JSON.stringify(report))
  await run(driver, 'DROP TABLE theirs', 'DROP TABLE theirs_step', 'DROP TABLE theirs_lease')
}

async function differing(driver: Driver, line: Line, to: string, scratch: Driver): Promise<readonly string[]> {
  const before = await inventory(driver)
  const adoption = await adopt(driver, line, { to, scratch, table: TABLE })
  expect(await inventory(driver)).toBe(before)
  if (adoption.outcome !== 'differs') throw new Error(`expected differences: ${adoption.outcome}`)
  expect(adoption.left).toEqual([])
  for (const difference of adoption.differences) expect(describeDifference(difference)).toMatch(/^[A-Z'].*\.$/)
  return adoption.differences.map(differenceKey)
}

onEachEngine(({ dialect, fresh }) => {
  describe.each([agents, gateway, agentState, agentsLine({ prefix: 'x_' })])('line $name', (line) => {
    test('E-X15: what it made itself is adopted without being run, and the scratch database is empty again', async () => {
      const [driver, scratch] = [await fresh(), await fresh()]
      await madeByOthers(driver, line)
      const ids = line.migrations.map(({ id }) => id)
      const before = await inventory(driver)
      expect(await adopt(driver, line, { to: 'latest', scratch, table: TABLE })).toEqual({
        outcome: 'adopted',
        line: line.name,
        to: ids.at(-1),
        ids,
        accepted: [],
        left: [],
      })
      expect((await run(scratch, scratch.dialect.catalogue.names)).rows).toEqual([])
      await run(driver, `DROP TABLE ${TABLE}`, `DROP TABLE ${TABLE}_step`, `DROP TABLE ${TABLE}_lease`)
      expect(await inventory(driver)).toBe(before)
    })
  })

  test('E-X15: what comes behind is run afterwards, and a second time nothing is compared', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    await madeByOthers(driver, gateway, '002')
    const options = { to: '002', scratch, table: TABLE }
    expect(await adopt(driver, gateway, options)).toMatchObject({ outcome: 'adopted', ids: ['001', '002'] })
    const migrator = new Migrator(driver, { line: 'gateway', table: TABLE })
    migrator.addMigrations(gateway.migrations)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '003' }, { id: '004' }, { id: '005' }] })
    expect(await adopt(driver, gateway, options)).toEqual({ outcome: 'up-to-date', line: 'gateway', to: '002' })
    expect((await run(scratch, scratch.dialect.catalogue.names)).rows).toEqual([])
  })

  test('what is recorded already stays as it is recorded, and the rest is adopted', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    await madeByOthers(driver, agents)
    await new Migrator(driver, agents).baseline({ to: '001' })
    const receipt = 'SELECT id, applied_at FROM migrations'
    const before = (await run(driver, receipt)).rows
    expect(await adopt(driver, agents, { to: 'latest', scratch })).toMatchObject({ outcome: 'adopted', ids: ['002'] })
    expect((await run(driver, `${receipt} WHERE id = '001'`)).rows).toEqual(before)
  })

  if (dialect === 'postgres')
    test('in a schema of its own, and a table of another schema is not taken for it', async () => {
      const [driver, scratch] = [await fresh(), await fresh()]
      for (const each of [driver, scratch]) await run(each, 'CREATE SCHEMA own')
      const line = agentsLine({ schema: 'own' })
      await madeByOthers(driver, agents)
      expect(await differing(driver, line, '001', scratch)).toEqual(['own.agents table: absent'])
      await madeByOthers(driver, line)
      expect(await adopt(driver, line, { to: 'latest', scratch, table: TABLE })).toMatchObject({ outcome: 'adopted', ids: ['001', '002'] })
    })

  if (dialect === 'sqlite')
    test('names are compared without case, as the engine does', async () => {
      const [driver, scratch] = [await fresh(), await fresh()]
      const line = lineOf('CREATE TABLE p (id TEXT PRIMARY KEY, q TEXT UNIQUE REFERENCES p (id))')
      await run(driver, 'CREATE TABLE P (Id text PRIMARY KEY, Q Text UNIQUE REFERENCES P)')
      expect(await adopt(driver, line, { to: 'latest', scratch, table: TABLE })).toMatchObject({ outcome: 'adopted' })
    })

  test('of several who come at once each migration is recorded once, and none is refused', async () => {
    const driver = await fresh()
    await madeByOthers(driver, agents)
    const scratches = await Promise.all(Array.from({ length: 4 }, () => fresh()))
    const adoptions = await Promise.all(scratches.map((scratch) => adopt(driver, agents, { to: 'latest', scratch, table: TABLE })))
    const ids = adoptions.flatMap((adoption) => (adoption.outcome === 'adopted' ? adoption.ids : [adoption.outcome]))
    expect(ids.filter((each) => each !== 'up-to-date').toSorted()).toEqual(['001', '002'])
    expect((await run(driver, `SELECT id, seq FROM ${TABLE} ORDER BY id`)).rows).toMatchObject([{ id: '001' }, { id: '002' }])
  })

  test('an empty database lacks every table, and keeps lacking it', async () => {
    expect(await differing(await fresh(), agents, 'latest', await fresh())).toEqual([
      'agents table: absent',
      'session_logs table: absent',
      'sessions table: absent',
    ])
  })

  test('E-X15: a column that is missing, one that is not expected, another type, nulls: each is named and nothing is written', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    await madeByOthers(driver, gateway)
    await run(
      driver,
      'ALTER TABLE chat_messages DROP COLUMN sender_name',
      'ALTER TABLE chat_messages ADD COLUMN extra INTEGER',
      `DROP INDEX ix_sessions_agent_id${dialect === 'mysql' ? ' ON sessions' : ''}`,
      'ALTER TABLE sessions DROP COLUMN agent_id',
      'ALTER TABLE sessions ADD COLUMN agent_id INTEGER DEFAULT 0 NOT NULL',
    )
    const integer = dialect === 'mysql' ? 'int(11)' : dialect === 'postgres' ? 'integer' : 'INTEGER'
    expect((await differing(driver, gateway, 'latest', scratch)).toSorted()).toEqual([
      `chat_messages.extra column: ${integer}`,
      'chat_messages.sender_name column: absent',
      'sessions.agent_id index: absent',
      'sessions.agent_id nullability: NOT NULL',
      `sessions.agent_id type: ${integer}`,
    ])
  })

  test('an index that queries say by name has that name, or the difference is told', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    await madeByOthers(driver, agents)
    const on = dialect === 'mysql' ? ' ON session_logs' : ''
    const columns = dialect === 'postgres' ? 'session_id, id' : 'session_id'
    await run(driver, `CREATE INDEX by_session ON session_logs (${columns})`, `DROP INDEX idx_session_logs_session_id${on}`)
    expect(await differing(driver, agents, 'latest', scratch)).toEqual([`session_logs.${columns} index: named by_session`])
    await run(driver, `CREATE INDEX idx_session_logs_session_id ON session_logs (${columns})`)
    expect(await adopt(driver, agents, { to: 'latest', scratch, table: TABLE })).toMatchObject({ outcome: 'adopted' })
  })

  if (dialect !== 'mysql')
    test('a constraint may have any name', async () => {
      const [driver, scratch] = [await fresh(), await fresh()]
      const line = lineOf('CREATE TABLE p (a INTEGER NOT NULL, b INTEGER NOT NULL, UNIQUE (a), UNIQUE (b))')
      await run(driver, 'CREATE TABLE p (a INTEGER NOT NULL, b INTEGER NOT NULL, CONSTRAINT one UNIQUE (b), CONSTRAINT other UNIQUE (a))')
      expect(await adopt(driver, line, { to: 'latest', scratch, table: TABLE })).toMatchObject({ outcome: 'adopted' })
    })

  if (dialect === 'mysql')
    test('the index that a foreign key brings may have any name', async () => {
      const [driver, scratch] = [await fresh(), await fresh()]
      const [p, c] = ['CREATE TABLE p (id INTEGER NOT NULL PRIMARY KEY)', 'CREATE TABLE c (a INTEGER, b INTEGER, '] as const
      const line = lineOf(p, `${c}FOREIGN KEY (a) REFERENCES p (id), CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES p (id))`)
      await run(driver, p, `${c}INDEX of_b (b), CONSTRAINT other FOREIGN KEY (a) REFERENCES p (id), FOREIGN KEY (b) REFERENCES p (id))`)
      expect(await adopt(driver, line, { to: 'latest', scratch, table: TABLE })).toMatchObject({ outcome: 'adopted' })
    })

  test('a unique key and a table of a later migration are named', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    await madeByOthers(driver, agents)
    await run(driver, 'CREATE UNIQUE INDEX only_one ON agents (name)')
    expect(await differing(driver, agents, '001', scratch)).toEqual([
      'agents.name unique key: over all rows',
      'session_logs later table: a table',
      'sessions later table: a table',
    ])
  })

  test('a foreign key that is missing or has another rule is named, and can be accepted by that name and no other', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    const [parent, child]: readonly Line[] = [
      lineOf('CREATE TABLE p (id INTEGER NOT NULL PRIMARY KEY)'),
      lineOf(
        'CREATE TABLE p (id INTEGER NOT NULL PRIMARY KEY)',
        'CREATE TABLE c (a INTEGER, b INTEGER, FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE, FOREIGN KEY (b) REFERENCES p (id) ON DELETE SET NULL)',
      ),
    ]
    await madeByOthers(driver, parent ?? agents)
    await run(driver, 'CREATE TABLE c (a INTEGER, b INTEGER, FOREIGN KEY (b) REFERENCES p (id))')
    const line = child ?? agents
    const keys = ['c.a foreign key: absent', 'c.b foreign key: p (id)']
    const found = (await differing(driver, line, 'latest', scratch)).filter((key) => key.includes('foreign'))
    expect(found.toSorted()).toEqual(keys)
    const [first = '', second = ''] = keys
    const others = ['c.a index: absent', 'c.a foreign key: p (id)']
    expect(await adopt(driver, line, { to: 'latest', scratch, table: TABLE, accept: [first, ...others] })).toMatchObject({
      outcome: 'differs',
      differences: [{ what: 'foreign key', table: 'c', columns: ['b'], expected: 'p (id) on delete set null', found: 'p (id)' }],
    })
    const all = { to: 'latest', scratch, table: TABLE, accept: [first, second, ...others] }
    expect(await adopt(driver, line, all)).toMatchObject({ outcome: 'adopted', ids: ['1'] })
  })

  test('a scratch database that is not empty, another engine’s or the database itself is refused before anything is touched', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    const to = { to: 'latest', table: TABLE }
    await run(scratch, 'CREATE VIEW something AS SELECT 1 AS one')
    const before = await inventory(scratch)
    await expect(adopt(driver, agents, { ...to, scratch })).rejects.toMatchObject({
      code: 'INVALID',
      message: "The scratch database is not empty: it has 'something'. It was not touched.",
    })
    expect(await inventory(scratch)).toBe(before)
    await expect(adopt(driver, agents, { ...to, scratch: driver })).rejects.toThrow(/is the database itself/)
    await expect(adopt(driver, agents, { ...to, scratch, to: '02' })).rejects.toThrow(/no migration '02'. Did you mean '002'/)
    expect((await run(driver, driver.dialect.catalogue.names)).rows).toEqual([])
  })

  test('what a line cannot take back stays in the scratch database and is told', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    const line: Line = { name: 'one-way', migrations: [{ id: '1', description: 'one', up: ['CREATE TABLE p (id INTEGER)'] }] }
    await madeByOthers(driver, line)
    expect(await adopt(driver, line, { to: 'latest', scratch, table: TABLE })).toMatchObject({
      outcome: 'adopted',
      left: ['godwit_migrations', 'godwit_migrations_lease', 'godwit_migrations_step', 'p'],
    })
  })

  test('a migration that fails in the scratch database is told, with what it left there', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    const line = lineOf('CREATE TABLE p (id INTEGER)', 'INSERT INTO nowhere VALUES (1)')
    const failed =
      dialect === 'mysql' ? /There is left: godwit_migrations, godwit_migrations_lease, godwit_migrations_step, p\./ : /nowhere/
    await expect(adopt(driver, line, { to: 'latest', scratch, table: TABLE })).rejects.toThrow(failed)
    expect((await run(driver, driver.dialect.catalogue.names)).rows).toEqual([])
    if (dialect !== 'mysql') expect((await run(scratch, scratch.dialect.catalogue.names)).rows).toEqual([])
  })

  test('what the line requires must be recorded there first', async () => {
    const [driver, scratch] = [await fresh(), await fresh()]
    const line: Line = { ...lineOf('CREATE TABLE p (id INTEGER)'), requires: ['agents'] }
    await run(driver, 'CREATE TABLE p (id INTEGER)')
    await expect(adopt(driver, line, { to: 'latest', scratch, table: TABLE })).rejects.toMatchObject({ code: 'BLOCKED' })
    expect((await run(driver, driver.dialect.catalogue.names)).rows).toHaveLength(1)
  })
})

function lineOf(...up: readonly string[]): Line {
  const down = up.filter((text) => text.startsWith('CREATE')).map((text) => `DROP TABLE ${text.split(' ')[2]}`)
  return { name: 'one', migrations: [{ id: '1', description: 'one', up, down: down.toReversed() }] }
}
