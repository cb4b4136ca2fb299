// Owns: the line `assistants-tooling` under other names.
// Must not know: what the functions do in detail.

import { Migrator, migrateLines } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { assistantsLine, assistantsToolingLine, type Handle, handle, type Names } from '../../src/index.ts'
import { createAgent, getAgent } from '../../src/lines/assistants/index.ts'
import {
  assignAgentToServer,
  clearAssistantsTooling,
  createMcpServer,
  createPrompt,
  getAgentServers,
  incrementConnectionAttempts,
  listPrompts,
} from '../../src/lines/assistants-tooling/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const linesOf = (names: Names) => [assistantsLine(names), assistantsToolingLine(names)]

async function used(on: Handle): Promise<void> {
  const agent = await createAgent(on, { name: 'a', type: 't', model: 'm' })
  const prompt = await createPrompt(on, { agent_id: agent.id, prompt_text: 'p', is_active: true })
  expect((await getAgent(on, agent.id))?.active_default_prompt_id).toBe(prompt.id)
  const server = await createMcpServer(on, { name: 's', server_type: 'http', http_url: 'http://x' })
  await assignAgentToServer(on, agent.id, server.id)
  expect(await incrementConnectionAttempts(on, server.id)).toBe(1)
  expect(await getAgentServers(on, agent.id)).toHaveLength(1)
  expect(await clearAssistantsTooling(on)).toBe(3)
  expect(await listPrompts(on, agent.id)).toEqual([])
}

const names = { prefix: 'am_' }

onEveryEngine(
  undefined,
  (database) => {
    test('A-T8, E-X1: with a prefix it is beside the same line without one', async () => {
      const driver = database.driver()
      for (const lines of [linesOf(names)])
        expect((await migrateLines(driver, lines)).map(({ report }) => report.outcome)).toEqual(['migrated', 'migrated'])
      await used(database.handle())
      expect(await new Migrator(driver, assistantsToolingLine(names)).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    })

    test('A-T8: without the agents that it refers to it is refused, and nothing is made', async () => {
      const driver = database.driver()
      await new Migrator(driver, assistantsLine(names)).down({ to: 'nothing' })
      const report = await new Migrator(driver, assistantsToolingLine(names)).up()
      expect(report).toMatchObject({ outcome: 'blocked' })
      await expect(database.handle().run('SELECT id FROM am_prompts')).rejects.toMatchObject({ reason: 'missing-object' })
    })
  },
  names,
)

describeOn('postgres-15', (server) => {
  test('A-T8: in a schema it goes up, is used and goes down there', async () => {
    const driver = pg((await server.freshDatabase()).url)
    onTestFinished(() => driver.close())
    const inSchema = { schema: 'app', prefix: 'am_' }
    const session = await driver.open('write')
    await session.run('CREATE SCHEMA app')
    await migrateLines(driver, linesOf(inSchema))
    await used(handle(session, inSchema))
    for (const line of linesOf(inSchema).toReversed())
      expect(await new Migrator(driver, line).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect((await session.run("SELECT tablename FROM pg_tables WHERE schemaname = 'app'")).rows).toEqual([])
    await session.close()
  })
})
