// Owns: what the compiler refuses: a parameter that is missing, of another type or of another name, and a row that is taken for another.
// Must not know: databases. Nothing here is run but what has no effect; `tsc` reads it, and an error that does not come is one.

import { defineLine } from '@godwit/core'
import { expectTypeOf, test } from 'vitest'
import {
  type AgentRow,
  agentQueries,
  type Handle,
  type Page,
  type SessionRow,
  sessionQueries,
  type Statement,
  texts,
} from '../src/index.ts'
import * as agents from '../src/lines/agents/index.ts'
import * as tooling from '../src/lines/assistants-tooling/index.ts'
import * as chat from '../src/lines/chat/index.ts'
import * as gateway from '../src/lines/gateway/index.ts'

const place = { dialect: 'sqlite' } as const
const row: AgentRow = {
  id: 'a',
  type: 'custom',
  name: 'n',
  description: null,
  avatar: null,
  instructions: null,
  model: 'm',
  plan_model: null,
  small_model: null,
  built_in_tools: null,
  mcps: null,
  knowledges: null,
  configuration: null,
  accessible_paths: null,
  permission_mode: null,
  max_steps: null,
  created_at: null,
  updated_at: null,
}

/** What stands in it is compiled and never run. */
const compiled: (unused: (on: Handle) => unknown) => void = () => undefined

test('a query takes all of its parameters by name, each of its type, and nothing else', () => {
  compiled(() => agentQueries.insert.bind(place, row))
  const { name: _, ...nameless } = row
  // @ts-expect-error a column is missing
  compiled(() => agentQueries.insert.bind(place, nameless))
  // @ts-expect-error a number is no text
  compiled(() => agentQueries.insert.bind(place, { ...row, name: 5 }))
  // @ts-expect-error a text is no number
  compiled(() => agentQueries.insert.bind(place, { ...row, max_steps: '5' }))
  // @ts-expect-error a column that may not be null
  compiled(() => agentQueries.insert.bind(place, { ...row, model: null }))
  // @ts-expect-error by name, and not in an order
  compiled(() => sessionQueries.updateStatus.bind(place, ['running', 's', new Date()]))
  // @ts-expect-error the parameters of another query
  compiled(() => sessionQueries.listWithLimit.bind(place, { status: 'idle' }))
})

test('a row has the columns of its table and no other', () => {
  expectTypeOf(agentQueries.getById.bind).returns.toEqualTypeOf<Statement<AgentRow>>()
  expectTypeOf(sessionQueries.list.bind).returns.toEqualTypeOf<Statement<SessionRow>>()
  expectTypeOf(sessionQueries.count.bind).returns.toEqualTypeOf<Statement<{ readonly total: number }>>()
  expectTypeOf(sessionQueries.list.bind).returns.not.toEqualTypeOf<Statement<AgentRow>>()
  // @ts-expect-error a column that the table does not have
  compiled(() => agentQueries.getById.bind(place, { id: 'a' }).read([])[0]?.surname)
})

test('the texts of a set have the names of its queries', () => {
  expectTypeOf(texts(agentQueries, place)).toEqualTypeOf<{ readonly [Name in keyof typeof agentQueries]: string }>()
  // @ts-expect-error there is no such query
  compiled(() => texts(agentQueries, place).getByName)
})

test('functions take their arguments in one order, and documented words only', () => {
  compiled((on) => agents.sessionLogsAfter(on, 'session', 5))
  // @ts-expect-error the id of the session comes first
  compiled((on) => agents.sessionLogsAfter(on, 5, 'session'))
  // @ts-expect-error a session is some agent's
  compiled((on) => agents.createSession(on, { name: 'n' }))
  // @ts-expect-error not a status
  compiled((on) => agents.setSessionStatus(on, 's', 'bogus'))
  // @ts-expect-error what a session's status is, only `setSessionStatus` changes
  compiled((on) => agents.updateSession(on, 's', { status: 'running' }))
  // @ts-expect-error who spoke is missing
  compiled((on) => chat.saveMessage(on, { message: 'm' }))
  // @ts-expect-error numbers are the ids of this line
  compiled((on) => chat.getSession(on, 'one'))
  // @ts-expect-error a user is missing
  compiled((on) => gateway.createSession(on, {}))
})

test('a page is asked for by what the one before it said, and has the rows of its list', () => {
  compiled(async (on) => agents.listAgentsPage(on, { limit: 5, after: (await agents.listAgentsPage(on)).next }))
  expectTypeOf(agents.listAgentsPage).returns.resolves.toEqualTypeOf<Page<agents.Agent>>()
  expectTypeOf(gateway.getSessionsPage).returns.resolves.not.toEqualTypeOf<Page<agents.Session>>()
  expectTypeOf(agentQueries.listPage.bind).returns.toEqualTypeOf<Statement<AgentRow & { readonly arrival: number }>>()
  // @ts-expect-error a row is no place
  compiled(async (on) => agents.listAgentsPage(on, { after: (await agents.listAgentsPage(on)).rows[0] }))
  // @ts-expect-error pages are not counted through
  compiled((on) => agents.listAgentsPage(on, { offset: 5 }))
  // @ts-expect-error where it goes on is missing
  compiled(() => agentQueries.listPage.bind(place, { limit: 5 }))
})

test('a session is known by the moment of its last change', () => {
  compiled((on) => chat.updateSessionTitle(on, 1, 'title', { updated_at: '2026-11-20T12:00:00.000Z' }))
  // @ts-expect-error milliseconds are those of the line `gateway`
  compiled((on) => chat.updateSessionTitle(on, 1, 'title', { updated_at: 5 }))
  compiled((on) => gateway.updateSession(on, 's', 'name', 'user', { updated_time: 5 }))
  // @ts-expect-error a number there
  compiled((on) => gateway.updateSession(on, 's', 'name', 'user', { updated_time: '2026-11-20T12:00:00.000Z' }))
})

test('a server has what it is reached by, an error has its words, and a new prompt its agent', () => {
  compiled((on) => tooling.createMcpServer(on, { name: 's', server_type: 'stdio', command: ['c'] }))
  // @ts-expect-error a server of http has a URL
  compiled((on) => tooling.createMcpServer(on, { name: 's', server_type: 'http', command: ['c'] }))
  // @ts-expect-error a secret is not given with the rest, and never without a key
  compiled((on) => tooling.createMcpServer(on, { name: 's', server_type: 'stdio', command: ['c'], env: { TOKEN: 't' } }))
  compiled((on) => tooling.setMcpServerStatus(on, 1, { status: 'error', last_error: 'e' }))
  // @ts-expect-error what went wrong is missing
  compiled((on) => tooling.setMcpServerStatus(on, 1, { status: 'error' }))
  // @ts-expect-error nothing went wrong
  compiled((on) => tooling.setMcpServerStatus(on, 1, { status: 'running', last_error: 'e' }))
  // @ts-expect-error an agent is missing
  compiled((on) => tooling.createPrompt(on, { prompt_text: 'p' }))
  // @ts-expect-error which one is active, only `activatePrompt` and `deactivatePrompt` change
  compiled((on) => tooling.updatePrompt(on, 1, { is_active: true }))
})

test('a migration that lacks one of its line’s dialects does not compile', () => {
  const up = { sqlite: ['SELECT 1'], postgres: ['SELECT 1'] }
  compiled(() =>
    defineLine({
      name: 'l',
      dialects: ['sqlite', 'postgres', 'mysql'],
      // @ts-expect-error there is nothing for MySQL
      migrations: [{ id: '1', description: 'd', up }],
    }),
  )
})
