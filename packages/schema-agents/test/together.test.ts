// Owns: all lines in one database, and each of them up, down and up again with rows in it, on every engine.
// Must not know: what the functions of a line do in detail.

import { type Line, Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import {
  agentsLine,
  agentsIndexesLine,
  agentsJsonLine,
  agentsOnceLine,
  agentsSearchLine,
  agentStateLine,
  assistantsLine,
  assistantsSearchLine,
  assistantsToolingLine,
  assistantsVectorsLine,
  chatLine,
  chatOnceLine,
  chatSearchLine,
  gatewayLine,
  gatewaySearchLine,
  handle,
  type Handle,
  type Names,
  tenancyLine,
  tenancySearchLine,
  vectorsLine,
} from '../src/index.ts'
import * as agents from '../src/lines/agents/index.ts'
import * as agentState from '../src/lines/agent-state/index.ts'
import * as assistants from '../src/lines/assistants/index.ts'
import * as chat from '../src/lines/chat/index.ts'
import * as gateway from '../src/lines/gateway/index.ts'
import * as tenancy from '../src/lines/tenancy/index.ts'
import { onEveryEngine } from './on-every-engine.ts'
import { schemaOf } from './schema-of.ts'

interface Tried {
  readonly line: (names: Names) => Line
  /** Puts rows into its tables and returns how many it sees of one of them. */
  readonly fill: (on: Handle) => Promise<number>
}

const LINES: Readonly<Record<string, Tried>> = {
  agents: {
    line: agentsLine,
    async fill(on) {
      const agent = await agents.createAgent(on, { name: 'a', model: 'm' })
      const session = await agents.createSession(on, { main_agent_id: agent.id })
      const entry = { role: 'user', type: 'message', content: {} }
      const [parent_id = 0] = (await agents.appendSessionLogs(on, session.id, [entry])) ?? []
      await agents.appendSessionLogs(on, session.id, [{ ...entry, parent_id }])
      return (await agents.listSessionLogs(on, session.id)).total
    },
  },
  'agent-state': {
    line: agentStateLine,
    async fill(on) {
      const session = await agentState.createSession(on, { app_name: 'a', user_id: 'u', state: { 'app:x': 1, 'user:y': 2, z: 3 } })
      await agentState.appendEvent(on, session, { author: 'u' })
      return (await agentState.listEvents(on, session))?.length ?? 0
    },
  },
  assistants: {
    line: assistantsLine,
    async fill(on) {
      const agent = await assistants.createAgent(on, { name: 'a', type: 't', model: 'm' })
      const user = await assistants.createUser(on, {})
      const session = await assistants.createSession(on, { user_id: user.id, agent_id: agent.id, name: 's' })
      await assistants.createMessage(on, { session_id: session.id, user_id: user.id, role: 'user', text_content: 'm' })
      await assistants.createMemory(on, { name: 'm', content: 'c', user_id: user.id })
      return (await assistants.listMessages(on, session.id)).length
    },
  },
  chat: {
    line: chatLine,
    async fill(on) {
      const id = await chat.saveMessage(on, { message: 'm', is_user: true })
      const session_id = await chat.getCurrentSessionId(on)
      await chat.saveMemory(on, { content: 'c', session_id, start_message_id: id, end_message_id: id })
      return (await chat.getChatHistory(on)).length
    },
  },
  gateway: {
    line: gatewayLine,
    async fill(on) {
      const { id } = await gateway.createSessionWithMessage(on, { user_id: 'u' }, { message: 'm' })
      return (await gateway.getChatHistory(on, id)).length
    },
  },
  tenancy: {
    line: tenancyLine,
    async fill(on) {
      const { tenant } = await tenancy.createTenant(on, { name: 'n' })
      await tenancy.setTenantConfig(on, tenant.id, 'k', { a: 1 })
      const conversation = await tenancy.createConversation(on, tenant.id, 'u', tenant.id)
      await tenancy.saveMessage(on, tenant.id, conversation.id, { role: 'USER', content: 'c' })
      return (await tenancy.loadMessages(on, tenant.id, conversation.id)).length
    },
  },
}

const names = Object.keys(LINES)
/** The longest that is allowed. */
const prefixOf = (name: string): string => `${name.replaceAll('-', '_')}__`.padEnd(23, '_')

onEveryEngine(undefined, (database) => {
  const migrator = (name: string): Migrator => new Migrator(database.driver(), lineOf(name)({ prefix: prefixOf(name) }))
  const on = async (name: string): Promise<Handle> => handle(await database.driver().open('write'), { prefix: prefixOf(name) })

  test('E-X1: all lines are in one database under their prefixes, each with rows and a history of its own', async () => {
    for (const name of names) {
      expect(await migrator(name).up(), name).toMatchObject({ outcome: 'migrated' })
      expect(await LINES[name]?.fill(await on(name)), name).toBeGreaterThan(0)
    }
    for (const name of names) {
      const { migrations } = await migrator(name).status()
      expect(
        migrations.every(({ state }) => state === 'applied'),
        name,
      ).toBe(true)
    }
  })

  test.each(names)('%s is there a second time under another name and prefix, and both histories are their own', async (name) => {
    const prefix = `second_${name.replaceAll('-', '_')}_`
    const second = new Migrator(database.driver(), { ...lineOf(name)({ prefix }), name: `second-${name}` })
    expect(await second.up()).toMatchObject({ outcome: 'migrated' })
    expect(await LINES[name]?.fill(handle(await database.driver().open('write'), { prefix }))).toBeGreaterThan(0)
    expect(await second.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect((await migrator(name).getMigrationSummary()).pendingMigrations).toBe(0)
  })

  test.each(names)('E-X1: %s goes down over its rows without a trace, the others stay, and up again it is what it was', async (name) => {
    const look = database.handle()
    const before = await schemaOf(look, '')
    const own = await schemaOf(look, prefixOf(name))
    expect(own.size).toBeGreaterThan(0)
    expect(await migrator(name).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await schemaOf(look, prefixOf(name))).toEqual(new Map())
    for (const other of names) {
      if (other !== name) expect((await migrator(other).getMigrationSummary()).pendingMigrations, other).toBe(0)
    }
    expect(await migrator(name).up()).toMatchObject({ outcome: 'migrated' })
    expect(await schemaOf(look, '')).toEqual(before)
    expect(await LINES[name]?.fill(await on(name))).toBeGreaterThan(0)
  })
})

const ADDED: readonly (readonly [name: string, to: string, line: (names: Names) => Line])[] = [
  ['agents-indexes', 'agents', agentsIndexesLine],
  ['agents-json', 'agents', agentsJsonLine],
  ['agents-once', 'agents', agentsOnceLine],
  ['agents-search', 'agents', agentsSearchLine],
  ['assistants-search', 'assistants', assistantsSearchLine],
  ['assistants-tooling', 'assistants', assistantsToolingLine],
  ['chat-once', 'chat', chatOnceLine],
  ['chat-search', 'chat', chatSearchLine],
  ['gateway-search', 'gateway', gatewaySearchLine],
  ['tenancy-search', 'tenancy', tenancySearchLine],
  ['assistants-vectors', 'assistants', assistantsVectorsLine],
  ['vectors', 'chat', vectorsLine],
]

onEveryEngine(undefined, (database) => {
  test.each(ADDED)('%s goes up over the rows of %s, down without a trace, and up again it is what it was', async (_, to, line) => {
    const names = { prefix: prefixOf(to) }
    const on = handle(await database.driver().open('write'), names)
    const base = new Migrator(database.driver(), lineOf(to)(names))
    const added = new Migrator(database.driver(), line(names))
    expect(['migrated', 'up-to-date']).toContain((await base.up()).outcome)
    await LINES[to]?.fill(on)
    const before = await schemaOf(on, '')
    expect(await added.up()).toMatchObject({ outcome: 'migrated' })
    const after = await schemaOf(on, '')
    expect(after.size + (database.dialect === 'mysql' ? 1 : 0)).toBeGreaterThan(before.size)
    expect(after).not.toEqual(before)
    expect(await LINES[to]?.fill(on)).toBeGreaterThan(0)
    expect(await base.down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked' })
    expect(await added.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await schemaOf(on, '')).toEqual(before)
    expect(await added.up()).toMatchObject({ outcome: 'migrated' })
    expect(await schemaOf(on, '')).toEqual(after)
    expect(await added.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
  })
})

function lineOf(name: string): Tried['line'] {
  const tried = LINES[name]
  if (tried === undefined) throw new Error(`no line ${name}`)
  return tried.line
}
