// Owns: A-T8, what the migrations of `assistants-tooling` make and what the tables refuse from whoever writes.
// Must not know: functions.

import { migrateLines, Migrator } from '@godwit/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { assistants, assistantsTooling, type Handle } from '../../src/index.ts'
import { agentMcpServers, mcpServers, prompts } from '../../src/lines/assistants-tooling/tables.ts'
import { type Installed, onEveryEngine } from '../on-every-engine.ts'
import { schemaOf } from '../schema-of.ts'

const COLUMNS: Readonly<Record<Installed['dialect'], (table: string) => string>> = {
  // `table_xinfo`, because the other leaves out what is computed.
  sqlite: (table) => `SELECT name FROM pragma_table_xinfo('${table}')`,
  postgres: (table) =>
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = 'public'`,
  mysql: (table) =>
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = DATABASE()`,
}

const CONSTRAINT = { reason: 'constraint' }

async function agent(on: Handle, name: string): Promise<number> {
  await on.run(`INSERT INTO agents (name, type, model) VALUES ('${name}', 't', 'm')`)
  return Number((await on.run(`SELECT id FROM agents WHERE name = '${name}'`)).rows[0]?.['id'])
}

const prompt = (on: Handle, agent_id: number, version: number, key: string, active: 'TRUE' | 'FALSE') =>
  on.run(
    `INSERT INTO prompts (agent_id, prompt_text, version, status_key, is_active) VALUES (${agent_id}, 'p', ${version}, '${key}', ${active})`,
  )

onEveryEngine(undefined, (database) => {
  beforeAll(async () => {
    await migrateLines(database.driver(), [assistants, assistantsTooling])
  })

  test.each([
    [prompts, ['active_key']],
    [mcpServers, ['env']],
    [agentMcpServers, []],
  ] as const)('A-T8: the table $name has its columns, and no others but what is not shown', async (table, own) => {
    const { rows } = await database.handle().run(COLUMNS[database.dialect](table.name))
    expect(new Set(rows.map(({ name }) => String(name)))).toEqual(new Set([...Object.keys(table.columns), ...own]))
  })

  test('A-T8: a version is there once for an agent and a key', async () => {
    const on = database.handle()
    const [one, other] = [await agent(on, 'versions'), await agent(on, 'other versions')]
    await prompt(on, one, 1, 'a', 'FALSE')
    await expect(prompt(on, one, 1, 'a', 'FALSE')).rejects.toMatchObject(CONSTRAINT)
    await prompt(on, one, 2, 'a', 'FALSE')
    await prompt(on, one, 1, 'b', 'FALSE')
    await prompt(on, other, 1, 'a', 'FALSE')
  })

  test('A-T8: one prompt of an agent and a key is active, also for a statement that knows nothing of it; any number is not', async () => {
    const on = database.handle()
    const [one, other] = [await agent(on, 'active'), await agent(on, 'other active')]
    await prompt(on, one, 1, 'a', 'TRUE')
    await expect(prompt(on, one, 2, 'a', 'TRUE')).rejects.toMatchObject(CONSTRAINT)
    for (const version of [2, 3, 4]) await prompt(on, one, version, 'a', 'FALSE')
    await prompt(on, one, 1, 'b', 'TRUE')
    await prompt(on, other, 1, 'a', 'TRUE')
    const second = `UPDATE prompts SET is_active = TRUE WHERE agent_id = ${one} AND status_key = 'a' AND version = 2`
    await expect(on.run(second)).rejects.toMatchObject(CONSTRAINT)
    await on.run(`UPDATE prompts SET is_active = FALSE WHERE agent_id = ${one} AND status_key = 'a'`)
    expect(await on.run(second)).toMatchObject({ affected: 1 })
    // Most refuse it; MariaDB computes the column again and does not say so.
    await on.run(`UPDATE prompts SET active_key = NULL WHERE agent_id = ${one}`).catch(() => undefined)
    await expect(on.run(`UPDATE prompts SET is_active = TRUE WHERE agent_id = ${one} AND version = 3`)).rejects.toMatchObject(CONSTRAINT)
  })

  test.each([
    ['a stdio server without a command', `'stdio', NULL, 'http://x', 'stopped', '[]'`],
    ['an http server without a URL', `'http', '["x"]', NULL, 'stopped', '[]'`],
    ['a type that is none', `'sse', '["x"]', 'http://x', 'stopped', '[]'`],
    ['a status that is none', `'stdio', '["x"]', NULL, 'asleep', '[]'`],
    ['tags that are no list', `'stdio', '["x"]', NULL, 'stopped', '{}'`],
    ['a command that is no list', `'stdio', '"x"', NULL, 'stopped', '[]'`],
  ])('A-T8: %s is refused', async (name, row) => {
    const write = `INSERT INTO mcp_servers (name, server_type, command, http_url, status, tags) VALUES ('${name}', ${row})`
    await expect(database.handle().run(write)).rejects.toMatchObject(CONSTRAINT)
  })

  test('A-T8: a change that leaves a server without what it is reached by is refused, too', async () => {
    const on = database.handle()
    await on.run(`INSERT INTO mcp_servers (name, server_type, command) VALUES ('changed', 'stdio', '["x"]')`)
    await expect(on.run(`UPDATE mcp_servers SET command = NULL WHERE name = 'changed'`)).rejects.toMatchObject(CONSTRAINT)
    await expect(on.run(`UPDATE mcp_servers SET server_type = 'http' WHERE name = 'changed'`)).rejects.toMatchObject(CONSTRAINT)
    await on.run(`UPDATE mcp_servers SET server_type = 'http', http_url = 'http://x' WHERE name = 'changed'`)
  })

  test('A-T8: a name is one server’s, an agent has a server once, and both take the assignment along', async () => {
    const on = database.handle()
    const agent_id = await agent(on, 'assigned')
    const server = `INSERT INTO mcp_servers (name, server_type, http_url) VALUES ('assigned', 'http', 'http://x')`
    await on.run(server)
    await expect(on.run(server)).rejects.toMatchObject(CONSTRAINT)
    const id = Number((await on.run(`SELECT id FROM mcp_servers WHERE name = 'assigned'`)).rows[0]?.['id'])
    const assign = `INSERT INTO agent_mcp_servers (agent_id, mcp_server_id) VALUES (${agent_id}, ${id})`
    await on.run(assign)
    await expect(on.run(assign)).rejects.toMatchObject(CONSTRAINT)
    await prompt(on, agent_id, 1, 'default', 'TRUE')
    await on.run(`DELETE FROM agents WHERE id = ${agent_id}`)
    expect((await on.run(`SELECT id FROM agent_mcp_servers WHERE mcp_server_id = ${id}`)).rows).toEqual([])
    expect((await on.run(`SELECT id FROM prompts WHERE agent_id = ${agent_id}`)).rows).toEqual([])
  })

  describe('with rows in every table', () => {
    test('A-T8: down, and up again, is the same schema, empty; the line below keeps its rows', async () => {
      const on = database.handle()
      const migrator = new Migrator(database.driver(), assistantsTooling)
      const before = await schemaOf(on, '')
      const agent_id = await agent(on, 'filled')
      await prompt(on, agent_id, 1, 'default', 'TRUE')
      await on.run(`INSERT INTO mcp_servers (name, server_type, http_url) VALUES ('filled', 'http', 'http://x')`)
      await on.run(`INSERT INTO agent_mcp_servers (agent_id, mcp_server_id) SELECT ${agent_id}, id FROM mcp_servers WHERE name = 'filled'`)
      for (const gone of ['mcp_servers', 'prompts']) {
        expect(await migrator.down({ steps: 1 })).toMatchObject({ outcome: 'migrated' })
        await expect(on.run(`SELECT id FROM ${gone}`)).rejects.toMatchObject({ reason: 'missing-object' })
      }
      expect((await on.run(`SELECT name FROM agents WHERE id = ${agent_id}`)).rows).toEqual([{ name: 'filled' }])
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect(await schemaOf(on, '')).toEqual(before)
      for (const table of ['prompts', 'mcp_servers', 'agent_mcp_servers'])
        expect((await on.run(`SELECT id FROM ${table}`)).rows).toEqual([])
    })
  })
})

test('the migrations are two, and ask for the agents that they refer to', () => {
  expect(assistantsTooling.migrations.map(({ id }) => id)).toEqual(['001_prompts', '002_mcp_servers'])
  expect(assistantsTooling.requires).toEqual(['assistants>=002_agents_sessions'])
})
