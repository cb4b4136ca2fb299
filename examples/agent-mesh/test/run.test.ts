// Owns: what `mesh run` does to databases before anything starts, on every engine.
// Must not know: configurations beyond those that the program writes.

import { Migrator, type Driver } from '@godwit/core'
import { agentState, gateway } from '@godwit/schema-agents'
import { expect, test } from 'vitest'
import { readAddress } from '../src/address.ts'
import { openDriver } from '../src/open-driver.ts'
import { emptyProject, type Project } from './mesh.ts'
import { onEveryEngine, type Engine, type Place } from './on-every-engine.ts'

const AGENTS = ['an', 'other'] as const

interface Databases {
  readonly gateway: Place
  readonly orchestrator: Place
  readonly an: Place
  readonly other: Place
}

/** A project with a gateway, an orchestrator and two agents. */
async function whole({ fresh }: Engine): Promise<readonly [Project, Databases]> {
  const project = await emptyProject()
  const [gatewayPlace, orchestrator, an, other] = [
    await fresh(project.folder, 'gateway'),
    await fresh(project.folder, 'orchestrator'),
    await fresh(project.folder, 'an'),
    await fresh(project.folder, 'other'),
  ]
  const flags = ['--web-ui-gateway-database-url', gatewayPlace.url, '--orchestrator-database-url', orchestrator.url]
  await project.mesh('init', '--skip', '--port', '0', ...flags)
  await project.mesh('add', 'agent', 'an', '--skip', '--database-url', an.url)
  await project.mesh('add', 'agent', 'other', '--skip', '--database-url', other.url)
  return [project, { gateway: gatewayPlace, orchestrator, an, other }]
}

/** What an older package would have left. */
async function older(project: Project, { url }: Place, to: string): Promise<void> {
  const driver: Driver = await openDriver(readAddress(url, project.folder))
  try {
    expect(await new Migrator(driver, gateway).up({ to })).toMatchObject({ outcome: 'migrated' })
  } finally {
    await driver.close()
  }
}

const own = (tables: readonly string[]): readonly string[] => tables.filter((name) => !name.startsWith('migrations'))
const receipts = ({ rows }: Place): Promise<readonly (readonly string[])[]> =>
  rows('SELECT line, id, seq, direction FROM migrations ORDER BY id, seq')
const applied = (line: string, ids: readonly string[]): readonly (readonly string[])[] => ids.map((id) => [line, id, '1', 'up'])
const count = async ({ rows }: Place, table: string): Promise<number> => Number((await rows(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.[0])

async function say(url: string, message: Readonly<Record<string, string>>): Promise<{ readonly session: string; readonly answer: string }> {
  const response = await fetch(`${url}/messages`, { method: 'POST', body: JSON.stringify({ user: 'u', ...message }) })
  expect(response.status).toBe(200)
  return (await response.json()) as { session: string; answer: string }
}

onEveryEngine((engine) => {
  test('each component has its whole schema, out of the package, before anything listens; nobody sees the rows of another (S-T1, S-M1, S-M3, S-X7, S-D8, S-D9)', async () => {
    const [project, { gateway: ofGateway, ...ofAgents }] = await whole(engine)
    // The project was made and last run with an older package.
    await older(project, ofGateway, '002')
    expect(project.files().filter((file) => !/^(\.env|configs\/.*\.yaml|data\/.*)$/.test(file))).toEqual([])

    const first = project.start()
    const url = await first.serving()
    const { session, answer } = await say(url, { agent: 'an', text: 'hello' })
    expect(answer).toBe('an has heard 1 of this session')
    const ended = await first.stop()
    expect(ended.code).toBe(0)
    // Once for each, and all of them before the gateway listens.
    const said = ended.out.split('\n').filter((line) => / migrated | up to date| listens on /.test(line))
    expect(said.map((line) => line.replace(/ \(.*\)| listens on .*/g, ''))).toEqual([
      'agent an: migrated agent-state 001, 002, 003, 004',
      'orchestrator orchestrator: migrated agent-state 001, 002, 003, 004',
      'agent other: migrated agent-state 001, 002, 003, 004',
      'gateway webui_gateway: migrated gateway 003, 004, 005',
      'webui_gateway',
    ])

    expect(own(await ofGateway.tables())).toEqual(['chat_messages', 'sessions'])
    expect(await receipts(ofGateway)).toEqual(
      applied(
        'gateway',
        gateway.migrations.map(({ id }) => id),
      ),
    )
    for (const place of Object.values(ofAgents)) {
      expect(own(await place.tables())).toEqual(['app_states', 'events', 'sessions', 'user_states'])
      expect(await receipts(place)).toEqual(
        applied(
          'agent-state',
          agentState.migrations.map(({ id }) => id),
        ),
      )
    }
    expect([await count(ofGateway, 'sessions'), await count(ofGateway, 'chat_messages')]).toEqual([1, 2])
    expect([
      await count(ofAgents.an, 'events'),
      await count(ofAgents.other, 'events'),
      await count(ofAgents.orchestrator, 'events'),
    ]).toEqual([1, 0, 0])

    const second = project.start()
    const again = await second.serving()
    expect((await say(again, { agent: 'an', text: 'still there?', session })).answer).toBe('an has heard 2 of this session')
    expect(await (await fetch(`${again}/sessions?user=u`)).json()).toEqual([session])
    expect(
      (await fetch(`${again}/messages`, { method: 'POST', body: JSON.stringify({ user: 'v', agent: 'an', text: 'x', session }) })).status,
    ).toBe(404)
    expect((await second.stop()).out.match(/: up to date$/gm)).toHaveLength(4)
    expect(await receipts(ofGateway)).toHaveLength(gateway.migrations.length)
  })

  test('a migration that fails stops everything: it and its component are named, nothing listens, the other databases are whole or untouched (S-X9, S-M6, S-D9)', async () => {
    const [project, { gateway: ofGateway, ...ofAgents }] = await whole(engine)
    await older(project, ofGateway, '002')
    // In the way of what 003 makes.
    await ofGateway.rows(
      engine.kind === 'file' ? 'CREATE TABLE sessions_new (a INTEGER)' : 'ALTER TABLE sessions ADD COLUMN created_time BIGINT',
    )
    const before = [await ofGateway.tables(), await receipts(ofGateway)]

    const gatewayFirst = await project.mesh('run', 'configs/gateways', 'configs/agents')
    expect(gatewayFirst.code).toBe(1)
    expect(gatewayFirst.err).toContain(
      'Error: Migration 003 of the line gateway could not be brought up for the gateway webui_gateway (configs/gateways/webui.yaml).',
    )
    expect(gatewayFirst.err).toMatch(/sessions_new|created_time/)
    expect(gatewayFirst.out).not.toMatch(/listens|is ready/)
    for (const { tables } of Object.values(ofAgents)) expect(await tables()).toEqual([])

    const gatewayLast = await project.mesh('run')
    expect(gatewayLast.code).not.toBe(0)
    expect(gatewayLast.err).toContain('of the line gateway could not be brought up for the gateway webui_gateway')
    expect(gatewayLast.out).not.toMatch(/listens|is ready/)
    for (const place of Object.values(ofAgents)) expect(await receipts(place)).toHaveLength(agentState.migrations.length)
    expect([await ofGateway.tables(), await receipts(ofGateway)]).toEqual(before)
  })

  test('two components that name one database are refused before it is touched (S-T1)', async () => {
    const project = await emptyProject()
    const place = await engine.fresh(project.folder, 'one')
    await project.mesh('init', '--skip', '--web-ui-gateway-database-url', place.url)
    for (const name of AGENTS) await project.mesh('add', 'agent', name, '--skip', '--database-url', place.url)
    const { code, err } = await project.mesh('run')
    expect(code).toBe(5)
    expect(err).toContain(
      'The agent other (configs/agents/other_agent.yaml) has the database of the agent an (configs/agents/an_agent.yaml).',
    )
    expect(await place.tables()).toEqual([])
  })
})
