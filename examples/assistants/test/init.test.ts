// Owns: `db init`: A-U1, A-M1, A-M6, A-D3.
// Must not know: how it is done.

import { compareId } from '@godwit/core'
import { expect, test } from 'vitest'
import { schemaOf } from '../../../packages/schema-agents/test/schema-of.ts'
import { onEveryEngine, type Target } from './on-every-engine.ts'
import { assistants, folderWith, sitting, within } from './program.ts'

const VERIFIED = '✅ Database verification completed!'
const INITIALIZED = '✅ Database initialization completed!'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Of the operator's own, in the original's way of naming; written in another order. */
const FOLDER = {
  'own/20260301_120000_add_labels_index.sql':
    '-- migrate:up\nCREATE INDEX labels_text ON labels (text);\n-- migrate:down\nDROP TABLE IF EXISTS nothing_to_take_back;\n',
  'own/20260101_090000_create_labels.sql': '-- migrate:up\nCREATE TABLE labels (text VARCHAR(20));\n-- migrate:down\nDROP TABLE labels;\n',
  'own/20260101_100000_first_label.sql':
    "-- migrate:up\nINSERT INTO labels (text) VALUES ('first');\n-- migrate:down\nDELETE FROM labels;\n",
}

const env = ({ url }: Target) => ({ DATABASE_URL: url })
const schema = ({ look }: Target) => look((on) => schemaOf(on, ''))
const users = async ({ query }: Target) => query('SELECT id, email FROM users ORDER BY email')
const receipts = async ({ query }: Target) => query('SELECT line, id, direction FROM migrations ORDER BY applied_at, line, id')

onEveryEngine((engine) => {
  test('A-U1, A-D11: the database is made if it is missing, whatever its name, with its tables and the default user, and says so', async () => {
    const target = await engine.absent()
    const { code, stdout, stderr } = await assistants(folderWith(), 'db init', env(target))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toBe(`Using database: ${target.name}`)
    if (engine.kind === 'server') expect(lines[1]).toMatch(/ was not there and is made\.$/)
    expect(lines).toContain('Default user: admin@automagik')
    expect(lines.slice(-2)).toEqual([VERIFIED, INITIALIZED])
    expect(await users(target)).toEqual([{ id: expect.stringMatching(UUID), email: 'admin@automagik' }])
  })

  test('A-U1: a second time nothing is done, and users who are there are enough', async () => {
    const target = await engine.empty()
    const folder = folderWith()
    await within(folder, 'db init', env(target))
    await target.query("UPDATE users SET email = 'somebody@example.org'")
    const before = [await users(target), await receipts(target), await schema(target)]
    const { code, stdout } = await within(folder, 'db init', env(target))
    expect(code).toBe(0)
    expect(stdout).toContain('assistants: nothing to do\nassistants-tooling: nothing to do\n✅')
    expect([await users(target), await receipts(target), await schema(target)]).toEqual(before)
  })

  test('A-U1: of three who do so at once each is done, with one default user', async () => {
    const target = await engine.empty()
    const ended = await Promise.all(Array.from({ length: 3 }, () => assistants(folderWith(), 'db init', env(target))))
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array.from({ length: 3 }, () => ({ code: 0, stderr: '' })))
    expect(await users(target)).toHaveLength(1)
  })

  test('A-U1: an error ends it with another exit code than 0, in words, and without a checkmark', async () => {
    const target = await engine.empty()
    await target.query('CREATE TABLE memories (a INTEGER)')
    const { code, stdout, stderr } = await assistants(folderWith(), 'db init', env(target))
    expect(code).toBe(1)
    expect(stdout).not.toContain('✅')
    expect(stderr).toMatch(/^assistants: Migration '004_memories' would make the table, view or sequence 'memories'/)
    await expect(users(target)).rejects.toMatchObject({ reason: 'missing-object' })
  })

  test('A-M1: files of one’s own run in the order of their names, after base tables that are migrations too, and are known by their names', async () => {
    const target = await engine.empty()
    const own = { ...env(target), MIGRATIONS_DIR: 'own' }
    const { code, stdout } = await within(folderWith(FOLDER), 'db init', own)
    expect(code).toBe(0)
    const names = ['20260101_090000_create_labels', '20260101_100000_first_label', '20260301_120000_add_labels_index']
    expect(stdout).toContain(`own: ${names.join(', ')} applied`)
    const history = await receipts(target)
    const recorded = (line: string) => history.filter((receipt) => receipt['line'] === line).map(({ id }) => String(id))
    expect(recorded('own').toSorted(compareId)).toEqual(names)
    expect(recorded('assistants').toSorted(compareId)).toEqual([
      '001_users',
      '002_agents_sessions',
      '003_messages',
      '004_memories',
      '005_pages_in_order',
    ])
    expect(await target.query('SELECT text FROM labels')).toEqual([{ text: 'first' }])
  })

  test('A-M6: what init applies and what start asks for is one list, the folder too, and an id of a user is what the rows say', async () => {
    const target = await engine.empty()
    const folder = folderWith(FOLDER)
    const own = { ...env(target), MIGRATIONS_DIR: 'own' }
    await within(folder, 'db init', env(target))
    expect(await within(folder, 'start', own)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('own 20260101_090000_create_labels: pending'),
    })
    expect((await within(folder, 'db init', own)).code).toBe(0)
    const status = await within(folder, 'db status', own)
    expect(status.code).toBe(0)
    expect(status.stdout).toContain('own 20260301_120000_add_labels_index: applied\nThe schema is current.')
    expect((await within(folder, 'start', own)).code).toBe(0)
    const id = '0000000a-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
    await target.query(`INSERT INTO users (id) VALUES ('${id}')`)
    expect(await target.query(`SELECT id FROM users WHERE id = '${id}'`)).toEqual([{ id }])
  })

  test('A-D3, A-X8: with --force the tables are made anew and the history agrees: the schema is that of a fresh install, and start is content', async () => {
    const [target, fresh] = [await engine.empty(), await engine.empty()]
    const folder = folderWith(FOLDER)
    const own = (each: Target) => ({ ...env(each), MIGRATIONS_DIR: 'own' })
    for (const each of [target, fresh]) expect((await within(folder, 'db init', own(each))).code).toBe(0)
    await target.query('CREATE TABLE bystanders (a INTEGER)')
    await target.query("INSERT INTO agents (name, type, model) VALUES ('a', 't', 'm')")
    await target.query("INSERT INTO prompts (agent_id, prompt_text) SELECT id, 'p' FROM agents")
    await target.query('ALTER TABLE messages DROP COLUMN channel_payload').catch(() => undefined)
    const { code, stdout, stderr } = await assistants(folder, 'db init --force --yes', own(target))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /assistants: 005_pages_in_order, 004_memories, 003_messages, 002_agents_sessions, 001_users taken back\n.*assistants: 001_users.* applied/s,
    )
    expect(await target.query('SELECT name FROM agents')).toEqual([])
    expect(await target.query('SELECT a FROM bystanders')).toEqual([])
    await target.query('DROP TABLE bystanders')
    expect(await schema(target)).toEqual(await schema(fresh))
    expect(await target.query('SELECT text FROM labels')).toEqual([{ text: 'first' }])
    expect((await users(target)).map(({ email }) => email)).toEqual(['admin@automagik'])
    expect((await within(folder, 'start', own(target))).code).toBe(0)
    const [last] = await target.query("SELECT MAX(seq) AS seq FROM migrations WHERE id = '001_users'")
    expect(Number(last?.['seq'])).toBe(3)
  })

  test('A-D3: on a database that is not there, and on one that is empty, --force is init', async () => {
    for (const target of [await engine.absent(), await engine.empty()]) {
      expect((await within(folderWith(), 'db init -f -y', env(target))).code).toBe(0)
      expect(await users(target)).toHaveLength(1)
    }
  })

  test('A-D3: where one migration has no way back nothing is dropped at all', async () => {
    const target = await engine.empty()
    const own = { ...env(target), MIGRATIONS_DIR: 'own' }
    const folder = folderWith({ ...FOLDER, 'own/20260102_000000_for_good.sql': 'CREATE TABLE for_good (a INTEGER);\n' })
    await within(folder, 'db init', own)
    const before = [await users(target), await receipts(target), await schema(target)]
    const { code, stderr } = await within(folder, 'db init --force --yes', own)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^own: .*'20260102_000000_for_good'.* Nothing was changed\.\n$/s)
    expect([await users(target), await receipts(target), await schema(target)]).toEqual(before)
  })

  test('A-X8: --force is asked about; where nobody can be asked, or says no, nothing is done and the exit code is not 0', async () => {
    const target = await engine.empty()
    await within(folderWith(), 'db init', env(target))
    const before = [await users(target), await receipts(target), await schema(target)]
    expect(await assistants(folderWith(), 'db init --force', env(target))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Drop the tables of ${target.name} with all their rows? Nobody could be asked`),
    })
    expect((await sitting(folderWith(), 'db init --force', env(target), 'n')).code).toBe(2)
    expect((await sitting(folderWith(), 'db init --force', env(target), '\u0003')).code).toBe(130)
    expect([await users(target), await receipts(target), await schema(target)]).toEqual(before)
    expect((await sitting(folderWith(), 'db init --force', env(target), 'y')).code).toBe(0)
    expect(await users(target)).not.toEqual(before[0])
  })
})
