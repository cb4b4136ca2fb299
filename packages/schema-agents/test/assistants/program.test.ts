// Owns: what a program does with the whole database of `assistants`: A-F11, A-D4, and the name of a database, A-D11.
// Must not know: command lines.

import { randomUUID } from 'node:crypto'
import { Migrator } from '@godwit/core'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { assistants, type Handle } from '../../src/index.ts'
import {
  clearAssistants,
  createAgent,
  createDatabase,
  createMemory,
  createMessage,
  createSession,
  createUser,
  generateUuid,
  getUser,
  safeUuid,
  verifyReadWrite,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const TABLES = ['users', 'agents', 'sessions', 'messages', 'memories'] as const

async function counts(on: Handle): Promise<readonly number[]> {
  const all: number[] = []
  for (const table of TABLES) all.push(Number((await on.run(`SELECT COUNT(*) AS n FROM ${table}`)).rows[0]?.['n']))
  return all
}

async function filled(on: Handle): Promise<void> {
  const user = await createUser(on, { email: `${randomUUID()}@example.org` })
  const agent = await createAgent(on, { name: randomUUID(), type: 't', model: 'm' })
  const session = await createSession(on, { user_id: user.id, agent_id: agent.id, name: 's' })
  for (let n = 0; n < 3; n++) await createMessage(on, { session_id: session.id, role: 'user', text_content: 'm' })
  await createMemory(on, { name: 'm', user_id: user.id })
}

onEveryEngine(assistants, (database) => {
  test('A-F11: the check of writing writes into every table, and leaves nothing behind, also where it fails half way', async () => {
    const on = database.handle()
    await filled(on)
    const before = await counts(on)
    const session = await database.driver().open('write')
    const sent: string[] = []
    const recorded: typeof session = {
      ...session,
      dialect: session.dialect,
      begin: async () => {
        const transaction = await session.begin()
        const run: typeof transaction.run = (text, params) => {
          sent.push(text)
          return transaction.run(text, params)
        }
        return { ...transaction, run }
      },
    }
    await verifyReadWrite(recorded)
    for (const table of TABLES) expect(sent.join('\n')).toMatch(new RegExp(`INSERT INTO ${table}\\b`))
    expect(await counts(on)).toEqual(before)
    const broken: typeof session = {
      ...session,
      dialect: session.dialect,
      begin: async () => {
        const transaction = await session.begin()
        const run: typeof transaction.run = (text, params) =>
          text.includes('INTO memories') ? Promise.reject(new Error('no room')) : transaction.run(text, params)
        return { ...transaction, run }
      },
    }
    await expect(verifyReadWrite(broken)).rejects.toThrow('no room')
    expect(await counts(on)).toEqual(before)
    await session.close()
  })

  test('A-F11: the check of writing fails where a table is missing', async () => {
    const session = await database.driver().open('write')
    await expect(verifyReadWrite(session, { prefix: 'none_' })).rejects.toMatchObject({ reason: 'missing-object' })
    await session.close()
  })

  test('A-F11: one statement, and many of which all or none are done, with parameters and without', async () => {
    const on = database.handle()
    const mark = on.place.dialect === 'postgres' ? ['$1', '$2'] : ['?', '?']
    const insert = `INSERT INTO users (id, phone_number) VALUES (${mark.join(', ')})`
    const [one, two, three] = [generateUuid(), generateUuid(), generateUuid()]
    expect(await on.run(insert, [one, "it's"])).toEqual({ rows: [], affected: 1 })
    expect((await on.run(`SELECT phone_number FROM users WHERE id = ${mark[0]}`, [one])).rows).toEqual([{ phone_number: "it's" }])
    const batch = async (ids: readonly string[]) =>
      on.transaction(async (inside) => {
        for (const id of ids) await inside.run(insert, [id, 'batch'])
      })
    await expect(batch([two, three, one])).rejects.toMatchObject({ reason: 'constraint' })
    expect([await getUser(on, two), await getUser(on, three)]).toEqual([null, null])
    await batch([two, three])
    expect([await getUser(on, two), await getUser(on, three)]).toMatchObject([{ id: two }, { id: three }])
    await expect(on.run('SELECT a FROM nowhere')).rejects.toMatchObject({ reason: 'missing-object' })
  })

  test('A-F11: an id that was made is one, and a user is found by however it is written', async () => {
    const on = database.handle()
    const { id } = await createUser(on, { id: generateUuid() })
    expect(safeUuid(id)).toBe(id)
    expect(await getUser(on, safeUuid(` ${id.toUpperCase()}\n`) ?? '')).toMatchObject({ id })
    for (const none of ['', 'default', id.slice(1), `${id}0`, `{${id}}`, id.replace(/.$/, 'g'), `${id}' OR '1'='1`])
      expect(safeUuid(none), none).toBeNull()
  })

  test('A-D4: cleared, its tables are empty, the history is not, and tables of others keep their rows', async () => {
    const on = database.handle()
    await filled(on)
    await on.run('CREATE TABLE bystanders (a INTEGER)')
    await on.run('INSERT INTO bystanders (a) VALUES (1)')
    const before = (await counts(on)).reduce((sum, each) => sum + each, 0)
    expect(await clearAssistants(on)).toBe(before)
    expect(await counts(on)).toEqual([0, 0, 0, 0, 0])
    expect((await on.run('SELECT a FROM bystanders')).rows).toEqual([{ a: 1 }])
    const migrator = new Migrator(database.driver(), assistants)
    expect(await migrator.getMigrationSummary()).toMatchObject({ appliedMigrations: assistants.migrations.length, pendingMigrations: 0 })
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
    await filled(on)
    expect(await counts(on)).toEqual([1, 1, 1, 3, 1])
  })
})

/** Each would be another database, or another statement, where it was pasted into one. */
const NAMES = ['plain', 'with-dash', 'With Space', 'x"; DROP DATABASE plain; --', 'x`; DROP DATABASE plain; -- ', "it's", 'ä'.repeat(20)]

/** On the server, in a database that is always there: MariaDB's URL names none. */
const elsewhere = (url: string): string => url.replace(/^(mysql:.*\/)$/, '$1information_schema')

for (const [kind, open, quoted] of [
  ['postgres-15', pg, (name: string) => `"${name.replaceAll('"', '""')}"`],
  ['mariadb', mysql, (name: string) => `\`${name.replaceAll('`', '``')}\``],
] as const) {
  describeOn(kind, (server) => {
    test.each(NAMES)('A-D11: a database of the name %s is made under that name, once, ten at once too', async (given) => {
      const name = `${randomUUID().slice(0, 8)} ${given}`.trim()
      const driver = open(elsewhere(server.url))
      onTestFinished(async () => {
        await server.query(`DROP DATABASE ${quoted(name)}`)
        await driver.close()
      })
      const sessions = await Promise.all(Array.from({ length: 10 }, () => driver.open('write')))
      const made = await Promise.all(sessions.map((session) => createDatabase(session, name)))
      expect(made).toContain('created')
      for (const session of sessions) expect(await createDatabase(session, name)).toBe('there')
      const all =
        kind === 'mariadb' ? 'SELECT schema_name AS name FROM information_schema.schemata' : 'SELECT datname AS name FROM pg_database'
      expect((await server.query(all)).map((row) => row['name'])).toContain(name)
    })

    test('A-D11: what can be no name is refused, and PostgreSQL cuts none', async () => {
      const driver = open(elsewhere(server.url))
      onTestFinished(() => driver.close())
      const session = await driver.open('write')
      for (const name of ['', 'a\0b', 'x'.repeat(65), ...(kind === 'mariadb' ? [] : ['ä'.repeat(40)])])
        await expect(createDatabase(session, name)).rejects.toThrow(RangeError)
    })
  })
}
