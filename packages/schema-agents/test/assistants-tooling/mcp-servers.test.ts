// Owns: A-T8, MCP servers: how they are configured, how they run, who may use them, and that their secrets are none of anybody's business.
// Must not know: how a table keeps it.

import { migrateLines } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { assistants, assistantsTooling } from '../../src/index.ts'
import { createAgent, deleteAgent } from '../../src/lines/assistants/index.ts'
import {
  assignAgentToServer,
  clearAssistantsTooling,
  createMcpServer,
  createPrompt,
  deleteMcpServer,
  getAgentServers,
  getMcpServer,
  getMcpServerByName,
  getMcpServerEnv,
  getServerAgents,
  incrementConnectionAttempts,
  listAgentServerAssignments,
  listMcpServers,
  listPrompts,
  type NewMcpServer,
  removeAgentFromServer,
  setMcpServerDiscovery,
  setMcpServerEnv,
  setMcpServerStatus,
  updateMcpServer,
} from '../../src/lines/assistants-tooling/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const stdio = (name: string, more: Partial<NewMcpServer> = {}): NewMcpServer =>
  ({ name, server_type: 'stdio', command: ['npx', '-y', 'a server “é”'], ...more }) as NewMcpServer
const secretKey = { kid: 'k1', key: new Uint8Array(32).fill(7) }

onEveryEngine(undefined, (database) => {
  beforeAll(async () => {
    await migrateLines(database.driver(), [assistants, assistantsTooling])
  })

  test('A-T8: a server has its defaults, and round-trips whole', async () => {
    const on = database.handle()
    const server = await createMcpServer(on, stdio('plain'))
    expect(server).toMatchObject({
      name: 'plain',
      server_type: 'stdio',
      description: null,
      command: ['npx', '-y', 'a server “é”'],
      http_url: null,
      auto_start: true,
      max_retries: 3,
      timeout_seconds: 30,
      tags: [],
      priority: 0,
      status: 'stopped',
      enabled: true,
      started_at: null,
      last_error: null,
      error_count: 0,
      connection_attempts: 0,
      last_ping: null,
      tools_discovered: [],
      resources_discovered: [],
      last_started: null,
      last_stopped: null,
    })
    const given = { description: 'd', auto_start: false, max_retries: 0, timeout_seconds: 5, tags: ['a', 'ü'], priority: 9, enabled: false }
    const http = await createMcpServer(on, { name: 'http', server_type: 'http', http_url: 'http://x', ...given })
    expect(http).toMatchObject({ ...given, command: null, http_url: 'http://x' })
    expect(await getMcpServer(on, http.id)).toEqual(http)
    expect(await getMcpServerByName(on, 'http')).toEqual(http)
    await expect(createMcpServer(on, stdio('plain'))).rejects.toMatchObject({ reason: 'constraint' })
    await expect(createMcpServer(on, stdio('sse', { server_type: 'sse' as never }))).rejects.toMatchObject({ rule: 'word' })
    await expect(createMcpServer(on, stdio('tags', { tags: 'a' as never }))).rejects.toThrow('tags takes a list of texts')
    expect(await getMcpServerByName(on, 'sse')).toBeNull()
  })

  test('A-T8: a list has those that are enabled, the highest priority first, then by name', async () => {
    const on = database.handle()
    await clearAssistantsTooling(on)
    for (const [name, priority, enabled] of [
      ['b', 1, true],
      ['a', 1, true],
      ['B', 1, true],
      ['first', 2, true],
      ['off', 3, false],
    ] as const)
      await createMcpServer(on, stdio(name, { priority, enabled }))
    const names = async (...[of]: [Parameters<typeof listMcpServers>[1]?]) => (await listMcpServers(on, of)).map(({ name }) => name)
    expect(await names()).toEqual(['first', 'B', 'a', 'b'])
    expect(await names({ enabled_only: false })).toEqual(['off', 'first', 'B', 'a', 'b'])
    await setMcpServerStatus(on, (await getMcpServerByName(on, 'a'))?.id ?? 0, { status: 'running' })
    expect(await names({ status: 'running' })).toEqual(['a'])
    await expect(listMcpServers(on, { status: 'asleep' as never })).rejects.toMatchObject({ rule: 'word' })
  })

  test('A-T8: a change keeps the rest, cannot take away what the server is reached by, and moves updated_at', async () => {
    const on = database.handle()
    const server = await createMcpServer(on, stdio('changing', { tags: ['t'] }))
    const changed = await updateMcpServer(on, server.id, { priority: 5 })
    expect(changed).toMatchObject({ priority: 5, tags: ['t'], command: server.command, created_at: server.created_at })
    const again = await updateMcpServer(on, server.id, { description: 'd' })
    expect(server.updated_at < (changed?.updated_at ?? '')).toBe(true)
    expect((changed?.updated_at ?? '') < (again?.updated_at ?? '')).toBe(true)
    await expect(updateMcpServer(on, server.id, { command: null })).rejects.toMatchObject({ reason: 'constraint' })
    await expect(updateMcpServer(on, server.id, { server_type: 'http' })).rejects.toMatchObject({ reason: 'constraint' })
    expect(await getMcpServer(on, server.id)).toEqual(again)
    expect(await updateMcpServer(on, server.id, { server_type: 'http', http_url: 'http://x', command: null })).toMatchObject({
      command: null,
    })
    await expect(updateMcpServer(on, server.id, { status: 'running' } as never)).rejects.toThrow('status cannot be changed')
    expect(await deleteMcpServer(on, server.id)).toBe(true)
    expect(await deleteMcpServer(on, server.id)).toBe(false)
    expect(await updateMcpServer(on, server.id, { priority: 1 })).toBeNull()
    expect(await getMcpServer(on, server.id)).toBeNull()
  })

  test('A-T8: a state says what it means: when it began, what went wrong and how often, when it ended', async () => {
    const on = database.handle()
    const { id } = await createMcpServer(on, stdio('running'))
    const running = await setMcpServerStatus(on, id, { status: 'running' })
    expect(running).toMatchObject({ status: 'running', last_error: null, error_count: 0 })
    expect(running?.started_at).not.toBeNull()
    expect(running?.last_ping).toBe(running?.started_at)
    expect(await setMcpServerStatus(on, id, { status: 'running' })).toMatchObject({ started_at: running?.started_at })
    await setMcpServerStatus(on, id, { status: 'error', last_error: 'gone' })
    expect(await setMcpServerStatus(on, id, { status: 'error', last_error: 'again' })).toMatchObject({
      error_count: 2,
      last_error: 'again',
    })
    const stopped = await setMcpServerStatus(on, id, { status: 'stopped' })
    expect(stopped).toMatchObject({ status: 'stopped', last_error: 'again', started_at: running?.started_at })
    expect(stopped?.last_stopped).not.toBeNull()
    expect(await setMcpServerStatus(on, id, { status: 'running' })).toMatchObject({ last_error: null, error_count: 2 })
    await expect(setMcpServerStatus(on, id, { status: 'asleep' as never })).rejects.toMatchObject({ rule: 'word' })
    const found = { tools: ['read', 'write'], resources: ['file:///ä'] }
    expect(await setMcpServerDiscovery(on, id, found)).toMatchObject({
      tools_discovered: found.tools,
      resources_discovered: found.resources,
    })
    const ons = await Promise.all(Array.from({ length: 10 }, database.another))
    const counted = await Promise.all(ons.map((each) => incrementConnectionAttempts(each, id)))
    expect(counted.toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await setMcpServerStatus(on, 0, { status: 'running' })).toBeNull()
    expect(await setMcpServerDiscovery(on, 0, found)).toBeNull()
    expect(await incrementConnectionAttempts(on, 0)).toBeNull()
  })

  test('A-D11: the environment lies hidden in its column, opens only as that server’s, and is in no row', async () => {
    const on = database.handle()
    const [one, other] = [await createMcpServer(on, stdio('secretive')), await createMcpServer(on, stdio('nosy'))]
    const env = { TOKEN: 'sk-very-secret', EMPTY: '' }
    expect(await getMcpServerEnv(on, one.id, [secretKey])).toEqual({})
    expect(await setMcpServerEnv(on, one.id, env, secretKey)).toBe(true)
    expect(await getMcpServerEnv(on, one.id, [secretKey])).toEqual(env)
    expect(JSON.stringify(await on.run('SELECT * FROM mcp_servers'))).not.toMatch(/very-secret|TOKEN/)
    expect(Object.keys((await getMcpServer(on, one.id)) ?? {})).not.toContain('env')
    const [moved] = (await on.run(`SELECT env FROM mcp_servers WHERE id = ${one.id}`)).rows
    await on.run(`UPDATE mcp_servers SET env = '${String(moved?.['env'])}' WHERE id = ${other.id}`)
    await expect(getMcpServerEnv(on, other.id, [secretKey])).rejects.toMatchObject({ name: 'SecretRefused', reason: 'seal' })
    await expect(getMcpServerEnv(on, one.id, [])).rejects.toMatchObject({ reason: 'key' })
    await expect(setMcpServerEnv(on, one.id, { TOKEN: 5 } as never, secretKey)).rejects.toThrow('env takes texts, and "TOKEN" is none.')
    expect(await setMcpServerEnv(on, one.id, null, secretKey)).toBe(true)
    expect(await getMcpServerEnv(on, one.id, [])).toEqual({})
    expect(await getMcpServerEnv(on, 0, [])).toBeNull()
    expect(await setMcpServerEnv(on, 0, env, secretKey)).toBe(false)
  })

  test('A-T8: agents have servers, each once, ten at once too, and lose them with the one or the other', async () => {
    const on = database.handle()
    await clearAssistantsTooling(on)
    const [a, b] = [
      await createAgent(on, { name: 'a', type: 't', model: 'm' }),
      await createAgent(on, { name: 'b', type: 't', model: 'm' }),
    ]
    const [low, high, off] = [
      await createMcpServer(on, stdio('low')),
      await createMcpServer(on, stdio('high', { priority: 1 })),
      await createMcpServer(on, stdio('off', { enabled: false })),
    ]
    const ons = await Promise.all(Array.from({ length: 10 }, database.another))
    await Promise.all(ons.map((each) => assignAgentToServer(each, a.id, low.id)))
    for (const { id } of [high, off]) await assignAgentToServer(on, a.id, id)
    await assignAgentToServer(on, b.id, low.id)
    expect((await getAgentServers(on, a.id)).map(({ name }) => name)).toEqual(['high', 'low'])
    expect(await getServerAgents(on, low.id)).toEqual([a.id, b.id])
    expect(await listAgentServerAssignments(on)).toHaveLength(4)
    expect(await listAgentServerAssignments(on, { agent_id: a.id, mcp_server_id: low.id })).toMatchObject([{ agent_id: a.id }])
    await expect(assignAgentToServer(on, a.id, 0)).rejects.toMatchObject({ reason: 'constraint' })
    expect(await removeAgentFromServer(on, a.id, high.id)).toBe(true)
    expect(await removeAgentFromServer(on, a.id, high.id)).toBe(false)
    await deleteAgent(on, a.id)
    expect(await getServerAgents(on, low.id)).toEqual([b.id])
    await deleteMcpServer(on, low.id)
    expect(await listAgentServerAssignments(on)).toEqual([])
  })

  test('A-D4: cleared, its tables are empty, and a failure on the way leaves all as it was', async () => {
    const on = database.handle()
    const { id } = await createAgent(on, { name: 'cleared', type: 't', model: 'm' })
    await createPrompt(on, { agent_id: id, prompt_text: 'p' })
    await assignAgentToServer(on, id, (await createMcpServer(on, stdio('cleared'))).id)
    const broken = on.transaction(async (inside) => {
      await clearAssistantsTooling(inside)
      throw new Error('on the way')
    })
    await expect(broken).rejects.toThrow('on the way')
    expect(await getAgentServers(on, id)).toHaveLength(1)
    expect(await clearAssistantsTooling(on)).toBeGreaterThanOrEqual(3)
    expect([await listMcpServers(on, { enabled_only: false }), await listAgentServerAssignments(on), await listPrompts(on, id)]).toEqual([
      [],
      [],
      [],
    ])
  })
})
