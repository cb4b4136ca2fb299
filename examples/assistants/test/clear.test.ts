// Owns: `db clear`: A-U2, A-D4.
// Must not know: how it is done.

import { expect, test } from 'vitest'
import { createAgent, createMemory, createMessage, createSession, createUser } from '@godwit/schema-agents/assistants'
import { assignAgentToServer, createMcpServer, createPrompt } from '@godwit/schema-agents/assistants-tooling'
import { onEveryEngine, type Target } from './on-every-engine.ts'
import { assistants, folderWith, sitting, within } from './program.ts'

const TABLES = ['users', 'agents', 'sessions', 'messages', 'memories', 'prompts', 'mcp_servers', 'agent_mcp_servers']

const env = ({ url }: Target) => ({ DATABASE_URL: url })

/** With a row in every table beside the default user. */
async function filled(target: Target): Promise<void> {
  expect((await within(folderWith(), 'db init', env(target))).code).toBe(0)
  await target.look(async (on) => {
    const user = await createUser(on, { email: 'a@example.org' })
    const agent = await createAgent(on, { name: 'a', type: 't', model: 'm' })
    const session = await createSession(on, { user_id: user.id, agent_id: agent.id, name: 's' })
    await createMessage(on, { session_id: session.id, role: 'user' })
    await createMemory(on, { name: 'm', user_id: user.id })
    await createPrompt(on, { agent_id: agent.id, prompt_text: 'p', is_active: true })
    await assignAgentToServer(on, agent.id, (await createMcpServer(on, { name: 's', server_type: 'http', http_url: 'http://x' })).id)
  })
}

async function counts({ query }: Target): Promise<readonly number[]> {
  const all: number[] = []
  for (const table of TABLES) all.push(Number((await query(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.['n']))
  return all
}

const history = ({ query }: Target) => query('SELECT line, id, seq, direction FROM migrations ORDER BY line, id, seq')

onEveryEngine((engine) => {
  test('A-U2, A-D4, A-X8: all rows go, the default user is made again, the history stays and nothing is pending', async () => {
    const target = await engine.empty()
    await filled(target)
    const before = await history(target)
    const { code, stdout, stderr } = await assistants(folderWith(), 'db clear --yes', env(target))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Using database: ${target.name}\n9 rows deleted.`)
    expect(await counts(target)).toEqual([1, 0, 0, 0, 0, 0, 0, 0])
    expect(await target.query('SELECT email FROM users')).toEqual([{ email: 'admin@automagik' }])
    expect(await history(target)).toEqual(before)
    expect((await within(folderWith(), 'db status', env(target))).code).toBe(0)
    expect((await within(folderWith(), 'start', env(target))).code).toBe(0)
    expect((await within(folderWith(), 'db init', env(target))).stdout).toContain('assistants: nothing to do')
  })

  test('A-U2: with --no-default-user users are empty, too', async () => {
    const target = await engine.empty()
    await filled(target)
    expect((await within(folderWith(), 'db clear -y --no-default-user', env(target))).code).toBe(0)
    expect(await counts(target)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect((await within(folderWith(), 'start', env(target))).code).toBe(0)
  })

  test('A-D4: tables of others keep their rows; one whose rows refer to ours keeps ours, all of them', async () => {
    const target = await engine.empty()
    await filled(target)
    await target.query('CREATE TABLE bystanders (a INTEGER)')
    await target.query('INSERT INTO bystanders (a) VALUES (1)')
    expect((await within(folderWith(), 'db clear --yes', env(target))).code).toBe(0)
    expect(await target.query('SELECT a FROM bystanders')).toEqual([{ a: 1 }])

    const [user] = await target.query('SELECT id FROM users')
    const type =
      engine.kind === 'server' && target.url.startsWith('mysql') ? 'VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : 'TEXT'
    await target.query(`CREATE TABLE badges (user_id ${type}, FOREIGN KEY (user_id) REFERENCES users (id))`)
    await target.query(`INSERT INTO badges (user_id) VALUES ('${String(user?.['id'])}')`)
    await target.look((on) => createAgent(on, { name: 'kept', type: 't', model: 'm' }))
    const before = await counts(target)
    expect(await within(folderWith(), 'db clear --yes', env(target))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/foreign key/i),
    })
    expect(await counts(target)).toEqual(before)
  })

  test('A-U2: it asks; where nobody can be asked, or says no, every row stays and the exit code is not 0', async () => {
    const target = await engine.empty()
    await filled(target)
    const before = await counts(target)
    expect(await assistants(folderWith(), 'db clear', env(target))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Delete all users, .* Nobody could be asked.* Nothing was changed\./),
    })
    const no = await sitting(folderWith(), 'db clear', env(target), 'n')
    expect(no.code).toBe(2)
    expect(no.stdout).toContain('Delete all users,')
    expect((await sitting(folderWith(), 'db clear', env(target), '\r')).code).toBe(2)
    expect(await counts(target)).toEqual(before)
    expect((await sitting(folderWith(), 'db clear', env(target), 'y')).code).toBe(0)
    expect(await counts(target)).toEqual([1, 0, 0, 0, 0, 0, 0, 0])
  })

  test('A-U2: what is not there, or not up to date, is not cleared but told', async () => {
    for (const target of [await engine.absent(), await engine.empty()]) {
      const { code, stderr } = await within(folderWith(), 'db clear --yes', env(target))
      expect(code).toBe(1)
      expect(stderr).toContain('Run `assistants db init`. Nothing was changed.')
    }
  })
})
