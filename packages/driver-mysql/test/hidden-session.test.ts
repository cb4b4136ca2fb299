// Owns: a statement whose client is gone, and whom the server tells whether it is still at it: not everybody.
// Must not know: how the server is asked.

import { randomBytes } from 'node:crypto'
import { describeProblem, Migrator, type MigratorOptions } from '@godwit/core'
import { proxy, type DatabaseServer } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { driverOn, sessionOn } from './session.ts'

/** Takes minutes if nobody ends it, and looks for its client only when it has something to say. */
const ENDLESS = 'ALTER TABLE t ADD COLUMN slow VARCHAR(128) AS (SHA2(REPEAT(id, 1000000), 512)) STORED, ALGORITHM = COPY'
/** Four of them side by side are ten thousand rows. */
const DIGITS =
  '(SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)'
const ATTEMPT = { id: '001', description: 'slow', up: [ENDLESS] }

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  type Database = Pick<DatabaseServer, 'host' | 'port'> & { readonly database: string }
  interface Config extends Database {
    readonly user: string
    readonly password: string
  }

  /** May do everything in the database, and see nobody else. */
  async function userOf({ host, port, database }: Database, name: string): Promise<Config> {
    const user = `${name}_${randomBytes(4).toString('hex')}`
    await server.query(`CREATE USER ?@'%' IDENTIFIED BY 'x'`, [user])
    onTestFinished(async () => void (await server.query('DROP USER ?', [user])))
    await server.query(`GRANT ALL ON \`${database}\`.* TO ?`, [user])
    return { host, port, database, user, password: 'x' }
  }

  function migrator(config: Config, options: MigratorOptions = {}): Migrator {
    const made = new Migrator(driverOn({ ...config }), { waitMs: 500, leaseMs: 1000, ...options })
    made.addMigration(ATTEMPT)
    return made
  }

  const working = `SELECT id FROM information_schema.processlist WHERE db = ? AND info LIKE 'ALTER TABLE t%'`

  /** A run whose client is gone, and whose statement is not. */
  async function abandoned(
    { query }: Pick<DatabaseServer, 'query'>,
    config: Config,
  ): Promise<{ readonly connection: unknown; end(): Promise<void> }> {
    await query(`CREATE TABLE t AS SELECT ROW_NUMBER() OVER () AS id FROM ${DIGITS} a, ${DIGITS} b, ${DIGITS} c, ${DIGITS} d`)
    const wire = await proxy({ port: config.port })
    onTestFinished(() => wire.close())
    const first = migrator({ ...config, port: wire.port }).up()
    const find = (): Promise<readonly { readonly id?: unknown }[]> => server.query(working, [config.database])
    while ((await find()).length === 0);
    const connection = (await find())[0]?.id
    const end = async (): Promise<void> => {
      await server.query(`KILL CONNECTION ${String(connection)}`).catch(() => {})
      while ((await server.query('SELECT 1 FROM information_schema.processlist WHERE id = ?', [connection])).length > 0);
    }
    onTestFinished(end)
    wire.admit('nobody')
    wire.sever()
    expect(await first).toMatchObject({ outcome: 'failed', error: { code: 'COMMIT_UNKNOWN' } })
    return { connection, end }
  }

  test('another user is told that he is not shown it, and sends nothing beside it', async () => {
    const fresh = await server.freshDatabase()
    const [one, two] = [await userOf(fresh, 'deploy1'), await userOf(fresh, 'deploy2')]
    const { connection, end } = await abandoned(fresh, one)
    const session = `${String(connection)}:${one.user}`
    const second = migrator(two, { waitMs: 10_000 })
    const report = await second.up()
    expect(report).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '001', n: 0, session }] })
    const [problem] = report.outcome === 'blocked' ? report.problems : []
    const told = problem === undefined ? '' : Object.values(describeProblem(problem)).join('\n')
    expect(told).toContain(session)
    expect(told).toContain('GRANT PROCESS ON *.* TO …')
    expect(await server.query(working, [fresh.database])).toEqual([{ id: connection }])
    expect(await second.unresolved()).toMatchObject([{ work: 'hidden', sight: 'GRANT PROCESS ON *.* TO …', next: 'asks' }])

    expect(await migrator(one).unresolved()).toMatchObject([{ work: 'running', sight: undefined, next: 'waits' }])
    expect(await migrator(one).up()).toMatchObject({ outcome: 'failed', error: { code: 'TURN_TIMEOUT' } })
    await end()
    expect(await second.unresolved()).toMatchObject([{ work: 'hidden', next: 'asks' }])
    expect(await migrator(one).unresolved()).toMatchObject([{ work: 'ended', next: 'settles' }])
    // Who has looked may say so, without the right to see.
    await second.resolve('001', 0, 'did-not-happen')
    expect(await second.unresolved()).toEqual([])
  })

  test.each([
    ['PROCESS', (user: string) => server.query('GRANT PROCESS ON *.* TO ?', [user])],
    [
      'a role that has it',
      async (user: string) => {
        const role = `sees_${randomBytes(4).toString('hex')}`
        await server.query('CREATE ROLE ?', [role])
        onTestFinished(async () => void (await server.query('DROP ROLE ?', [role])))
        await server.query('GRANT PROCESS ON *.* TO ?', [role])
        await server.query('GRANT ? TO ?', [role, user])
        const [row] = await server.query('SELECT VERSION() AS version')
        await server.query(`SET DEFAULT ROLE ? ${String(row?.['version']).includes('MariaDB') ? 'FOR' : 'TO'} ?`, [role, user])
      },
    ],
  ])('with %s another user is shown it, while it is at work and afterwards', async (_, grant) => {
    const fresh = await server.freshDatabase()
    const [one, two] = [await userOf(fresh, 'deploy1'), await userOf(fresh, 'deploy2')]
    await grant(two.user)
    const { end } = await abandoned(fresh, one)
    expect(await migrator(two).unresolved()).toMatchObject([{ work: 'running', next: 'waits' }])
    await end()
    // Somebody else is connected meanwhile, whom nobody is shown who is not shown all.
    await sessionOn(fresh.url)
    expect(await migrator(two).unresolved()).toMatchObject([{ work: 'ended', next: 'settles' }])
  })

  test('a record from before, without the user, is hidden from who may not see all', async () => {
    const fresh = await server.freshDatabase()
    const one = await userOf(fresh, 'deploy1')
    const { end, connection } = await abandoned(fresh, one)
    await fresh.query('UPDATE migrations_step SET session = ?', [String(connection)])
    expect(await migrator(one).unresolved()).toMatchObject([{ work: 'running', next: 'waits' }])
    await end()
    expect(await migrator(one).unresolved()).toMatchObject([{ work: 'hidden', next: 'asks' }])
    await server.query('GRANT PROCESS ON *.* TO ?', [one.user])
    expect(await migrator(one).unresolved()).toMatchObject([{ work: 'ended', next: 'settles' }])
  })

  test.each([
    [`o'"\\dd:`, []],
    ['at@', [{ state: 'hidden' }]],
  ])('of a user called %s the sessions that ended are asked about as well as can be', async (name, answer) => {
    const config = await userOf(await server.freshDatabase(), name)
    const ended = await sessionOn({ ...config })
    const { id = '' } = ended
    await ended.run('CREATE TABLE t (a INT)')
    await ended.close()
    while ((await server.query('SELECT 1 FROM information_schema.processlist WHERE id = ?', [Number.parseInt(id, 10)])).length > 0);
    const asker = await sessionOn({ ...config }, 'read')
    expect((await asker.run(asker.dialect.sessions?.running(id, '') ?? '')).rows).toEqual(answer)
  })
})
