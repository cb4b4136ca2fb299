// Owns: how pages of lists are found where the lists are long: through an index, in its order, and no further than the page.
// Must not know: what the rows are.

import type { DialectFamily } from '@godwit/core'
import { agents, agentsIndexes, agentState, assistants, chat, gateway, type Handle, type Onward, tenancy } from '../src/index.ts'
import { listSessionsPage as agentStatePage } from '../src/lines/agent-state/index.ts'
import * as agentFunctions from '../src/lines/agents/index.ts'
import * as assistantFunctions from '../src/lines/assistants/index.ts'
import * as chats from '../src/lines/chat/index.ts'
import * as tenants from '../src/lines/tenancy/index.ts'
import * as gateways from '../src/lines/gateway/index.ts'
import { type At, cursorOf } from '../src/sql/cursor.ts'
import { at, named, ROWS, SESSION_OF } from './many-messages.ts'
import { type Asked, type Filled, plannedAsDeclared } from './planned.ts'

/** Many rows are of one moment: who only looks for the moment reads them all. */
const MOMENT = 'n - n % 500'
/** Before all of these, and nobody's of those who are asked about: who looks for the oldest of a user finds others', too. */
const BELOW = 'FROM numbers WHERE n <= 5000'

interface Paged extends Pick<Asked, 'through' | 'sorted' | 'read' | 'from'> {
  readonly list: string
  readonly page: (on: Handle, onward: Onward, n: number) => Promise<unknown>
  /** Where row `n` stands. */
  readonly place: (n: number) => At
}

/** From the beginning, and from the middle of what is asked for. */
function pages(what: string, { list, page, place, ...asked }: Paged): Filled['asked'] {
  const declared = { read: 60, from: 'number' as const, ...asked }
  return {
    [`${what}, from the beginning`]: { send: (on, n) => page(on, {}, n), read: 60, ...asked },
    [`${what}, further on`]: { send: (on, n) => page(on, { after: cursorOf(list, place(at(n))) }, n), ...declared },
  }
}

const ofGateway: Filled = {
  line: gateway,
  tables: ['sessions'],
  async fill({ place, run }) {
    await run(`INSERT INTO sessions (id, user_id, created_time, updated_time)
      SELECT ${named(place.dialect, 'n')}, ${named(place.dialect, SESSION_OF)}, n, ${MOMENT} FROM numbers ORDER BY n`)
    await run(`INSERT INTO sessions (id, user_id, created_time, updated_time) SELECT ${named(place.dialect, '-n')}, 'else', 0, -n ${BELOW}`)
  },
  asked: {
    ...pages('getSessionsPage of a user', {
      list: 'gateway.sessions',
      page: (on, onward, n) => gateways.getSessionsPage(on, { user_id: `s${n}`, ...onward }),
      place: (n) => ({ position: n - (n % 500), arrival: n }),
      through: {
        sessions: {
          sqlite: ['ix_sessions_user_id_updated_time'],
          // The second without statistics: it is taken for as good.
          postgres: ['ix_sessions_user_id_updated_time_seq', 'ix_sessions_user_id_updated_time'],
          mysql: ['ix_sessions_user_id_updated_time_seq'],
        },
      },
      sorted: 'without statistics',
    }),
    ...pages('getSessionsPage of all users', {
      list: 'gateway.sessions',
      page: (on, onward) => gateways.getSessionsPage(on, onward),
      place: () => ({ position: ROWS / 2, arrival: ROWS / 2 }),
      through: {
        sessions: {
          sqlite: ['ix_sessions_updated_time'],
          postgres: ['ix_sessions_updated_time_seq'],
          mysql: ['ix_sessions_updated_time_seq'],
        },
      },
    }),
  },
}

/** The number `n` as a moment, and as it is told. */
function moment(dialect: DialectFamily, seconds: string): string {
  return {
    sqlite: `strftime('%Y-%m-%dT%H:%M:%fZ', 1764500000 + ${seconds}, 'unixepoch')`,
    postgres: `to_timestamp(1764500000 + ${seconds})`,
    mysql: `TIMESTAMPADD(SECOND, 1764500000 + ${seconds}, '1970-01-01 00:00:00')`,
  }[dialect]
}
const toldMoment = (n: number): string => new Date((1_764_500_000 + n - (n % 500)) * 1000).toISOString()
const ofMoment = (n: number): At => ({ position: toldMoment(n), arrival: n })
const ofNumber = (n: number): At => ({ arrival: n })
const everywhere = { place: () => ofNumber(ROWS / 2) }

const STATUS = `CASE WHEN n <= ${ROWS / 400} THEN 'failed' WHEN n <= ${ROWS / 20} THEN 'stopped' WHEN n % 10 = 0 THEN 'running' ELSE 'idle' END`
const STATUSES: Readonly<Record<number, string>> = { 1: 'running', 2: 'failed', 3: 'stopped' }
const ofAgents: Filled = {
  line: agents,
  addOn: agentsIndexes,
  tables: ['agents', 'sessions'],
  async fill({ place, run }) {
    await run(`INSERT INTO agents (id, name, model) SELECT ${named(place.dialect, 'n')}, 'a', 'm' FROM numbers ORDER BY n`)
    await run(
      `INSERT INTO sessions (id, main_agent_id, status) SELECT ${named(place.dialect, 'n')}, 's1', ${STATUS} FROM numbers ORDER BY n`,
    )
  },
  asked: {
    ...pages('listAgentsPage', {
      list: 'agents.agents',
      page: (on, onward) => agentFunctions.listAgentsPage(on, onward),
      ...everywhere,
      through: { agents: { sqlite: ['id'], postgres: ['agents_seq_key'], mysql: ['seq'] } },
    }),
    ...pages('listSessionsPage', {
      list: 'agents.sessions',
      page: (on, onward) => agentFunctions.listSessionsPage(on, onward),
      ...everywhere,
      through: { sessions: { sqlite: ['id'], postgres: ['sessions_seq_key'], mysql: ['seq'] } },
    }),
    ...pages('listSessionsPage of a status', {
      list: 'agents.sessions',
      page: (on, onward, n) => agentFunctions.listSessionsPage(on, { status: STATUSES[n] ?? '', ...onward }),
      place: (n) => ofNumber(n + 5000),
      through: {
        sessions: {
          sqlite: ['idx_sessions_status'],
          postgres: ['idx_sessions_status_arrival'],
          mysql: ['idx_sessions_status_arrival'],
        },
      },
      sorted: 'without statistics',
      // No index can be named on MySQL, where it is another line's.
      from: undefined,
      read: 300,
    }),
  },
}

const ofAgentState: Filled = {
  line: agentState,
  tables: ['sessions', 'app_states', 'user_states'],
  async fill({ place, run }) {
    const now = moment(place.dialect, '0')
    const session = named(place.dialect, 'n')
    await run(`INSERT INTO sessions (app_name, user_id, id, state, create_time, update_time)
      SELECT 'app', ${named(place.dialect, SESSION_OF)}, ${session}, '{}', ${now}, ${moment(place.dialect, `(${MOMENT})`)} FROM numbers ORDER BY n`)
    await run(`INSERT INTO sessions (app_name, user_id, id, state, create_time, update_time)
      SELECT 'app', 'else', ${named(place.dialect, '-n')}, '{}', ${now}, ${moment(place.dialect, '-n')} ${BELOW}`)
    await run(`INSERT INTO app_states (app_name, state, update_time) SELECT ${session}, '{}', ${now} ${BELOW}`)
    await run(`INSERT INTO user_states (app_name, user_id, state, update_time) SELECT 'app', ${session}, '{}', ${now} ${BELOW}`)
  },
  asked: {
    ...pages('listSessionsPage of a user', {
      list: 'agent_state.sessions',
      page: (on, onward, n) => agentStatePage(on, 'app', { user_id: `s${n}`, ...onward }),
      place: ofMoment,
      through: { sessions: ['idx_sessions_user_app_update_time', 'id'] },
      read: 200,
      // A few that are left of a user are sorted by PostgreSQL; how many it reads is what counts.
      sorted: 'always',
    }),
    ...pages('listSessionsPage of an app', {
      list: 'agent_state.sessions',
      page: (on, onward) => agentStatePage(on, 'app', onward),
      place: () => ofMoment(ROWS / 2),
      through: { sessions: ['idx_sessions_app_update_time', 'id'] },
      // With the states of all apps: without statistics PostgreSQL reads them first.
      read: 5300,
      sorted: 'without statistics',
    }),
  },
}

const ofTenancy: Filled = {
  line: tenancy,
  tables: ['tenants', 'conversations'],
  async fill({ place, run }) {
    await run(`INSERT INTO tenants (id, name, api_key, api_key_prefix)
      SELECT ${named(place.dialect, 'n')}, 'n', ${named(place.dialect, 'n')}, '' FROM numbers ORDER BY n`)
    const status = `CASE WHEN n % 3 = 0 THEN 'ARCHIVED' ELSE 'ACTIVE' END`
    await run(`INSERT INTO conversations (id, tenant_id, user_id, thread_id, status, updated_at)
      SELECT ${named(place.dialect, 'n')}, 's1', ${named(place.dialect, SESSION_OF)}, ${named(place.dialect, 'n')}, ${status},
      ${moment(place.dialect, `(${MOMENT})`)} FROM numbers ORDER BY n`)
    await run(`INSERT INTO conversations (id, tenant_id, user_id, thread_id, updated_at)
      SELECT ${named(place.dialect, '-n')}, 's1', 'else', ${named(place.dialect, '-n')}, ${moment(place.dialect, '-n')} ${BELOW}`)
  },
  asked: {
    ...pages('listTenantsPage', {
      list: 'tenancy.tenants',
      page: (on, onward) => tenants.listTenantsPage(on, onward),
      ...everywhere,
      through: { tenants: { sqlite: ['id'], postgres: ['tenants_seq_key'], mysql: ['seq'] } },
    }),
    ...pages('listConversationsPage', {
      list: 'tenancy.conversations',
      page: (on, onward, n) => tenants.listConversationsPage(on, 's1', `s${n}`, onward),
      place: ofMoment,
      through: { conversations: ['idx_conversations_user', 'idx_conversations_status'] },
      sorted: 'without statistics',
    }),
    ...pages('listConversationsPage of a status', {
      list: 'tenancy.conversations',
      page: (on, onward, n) => tenants.listConversationsPage(on, 's1', `s${n}`, { status: 'ARCHIVED', ...onward }),
      place: ofMoment,
      through: { conversations: ['idx_conversations_status', 'idx_conversations_user'] },
      sorted: 'without statistics',
    }),
  },
}

const NAME = (dialect: DialectFamily): string =>
  ({ sqlite: `printf('m%05d', n)`, postgres: `'m' || lpad(n::text, 5, '0')`, mysql: `CONCAT('m', LPAD(n, 5, '0'))` })[dialect]
const ofName = (n: number): At => ({ position: `m${String(n).padStart(5, '0')}`, arrival: n })
const ofAssistants: Filled = {
  line: assistants,
  tables: ['users', 'agents', 'sessions', 'memories'],
  async fill({ place, run }) {
    const { dialect } = place
    await run(`INSERT INTO users (id) SELECT ${named(dialect, 'n')} FROM numbers ORDER BY n`)
    const off = dialect === 'postgres' ? 'n % 50 <> 0' : 'CASE WHEN n % 50 = 0 THEN 0 ELSE 1 END'
    await run(`INSERT INTO agents (name, type, model, active) SELECT ${NAME(dialect)}, 't', 'm', ${off} FROM numbers ORDER BY n`)
    await run(`INSERT INTO sessions (id, user_id, agent_id, updated_at)
      SELECT ${named(dialect, 'n')}, ${named(dialect, SESSION_OF)}, ${SESSION_OF}, ${moment(dialect, `(${MOMENT})`)} FROM numbers ORDER BY n`)
    await run(`INSERT INTO sessions (id, user_id, agent_id, updated_at)
      SELECT ${named(dialect, '-n')}, 's4', 4, ${moment(dialect, '-n')} ${BELOW}`)
    await run(`INSERT INTO memories (id, name, user_id, agent_id, session_id)
      SELECT ${named(dialect, 'n')}, ${NAME(dialect)}, ${named(dialect, SESSION_OF)}, ${SESSION_OF}, ${named(dialect, SESSION_OF)} FROM numbers ORDER BY n`)
    await run(`INSERT INTO memories (id, name, user_id, agent_id, session_id)
      SELECT ${named(dialect, '-n')}, ${named(dialect, '-n')}, 's4', 4, 's4' ${BELOW}`)
  },
  asked: {
    ...pages('listUsersPage', {
      list: 'assistants.users',
      page: (on, onward) => assistantFunctions.listUsersPage(on, onward),
      ...everywhere,
      through: { users: { sqlite: ['id'], postgres: ['users_seq_key'], mysql: ['id'] } },
    }),
    ...pages('listAgentsPage of all', {
      list: 'assistants.agents',
      page: (on, onward) => assistantFunctions.listAgentsPage(on, { active_only: false, ...onward }),
      place: () => ofName(ROWS / 2),
      through: { agents: { sqlite: ['id'], postgres: ['idx_agents_name'], mysql: ['idx_agents_name'] } },
    }),
    ...pages('listAgentsPage', {
      list: 'assistants.agents',
      page: (on, onward) => assistantFunctions.listAgentsPage(on, onward),
      place: () => ofName(ROWS / 2),
      through: { agents: ['idx_agents_active'] },
      sorted: 'without statistics',
    }),
    ...pages('listSessionsPage of a user', {
      list: 'assistants.sessions',
      page: (on, onward, n) => walkedAlone(on, (alone) => assistantFunctions.listSessionsPage(alone, { user_id: `s${n}`, ...onward })),
      place: ofMoment,
      through: { sessions: ['idx_sessions_user'] },
      sorted: 'without statistics',
      read: 120,
    }),
    ...pages('listSessionsPage of an agent', {
      list: 'assistants.sessions',
      page: (on, onward, n) => walkedAlone(on, (alone) => assistantFunctions.listSessionsPage(alone, { agent_id: n, ...onward })),
      place: ofMoment,
      through: { sessions: ['idx_sessions_agent'] },
      sorted: 'without statistics',
      read: 120,
    }),
    ...pages('listSessionsPage of all', {
      list: 'assistants.sessions',
      page: (on, onward) => walkedAlone(on, (alone) => assistantFunctions.listSessionsPage(alone, onward)),
      place: () => ofMoment(ROWS / 2),
      through: { sessions: ['idx_sessions_updated'] },
      read: 120,
    }),
    ...pages('listMemoriesPage of a user', {
      list: 'assistants.memories',
      page: (on, onward, n) => assistantFunctions.listMemoriesPage(on, { user_id: `s${n}`, ...onward }),
      place: ofName,
      through: { memories: { sqlite: ['idx_memories_user'], postgres: ['idx_memories_user_name'], mysql: ['idx_memories_user'] } },
      sorted: 'without statistics',
    }),
    ...pages('listMemoriesPage of an agent', {
      list: 'assistants.memories',
      page: (on, onward, n) => assistantFunctions.listMemoriesPage(on, { agent_id: n, ...onward }),
      place: ofName,
      through: { memories: ['idx_memories_agent_name'] },
      sorted: 'without statistics',
    }),
    ...pages('listMemoriesPage of a session', {
      list: 'assistants.memories',
      page: (on, onward, n) => assistantFunctions.listMemoriesPage(on, { session_id: `s${n}`, ...onward }),
      place: ofName,
      through: { memories: { sqlite: ['idx_memories_session'], postgres: ['idx_memories_session_name'], mysql: ['idx_memories_session'] } },
      sorted: 'without statistics',
    }),
    ...pages('listMemoriesPage of all', {
      list: 'assistants.memories',
      page: (on, onward) => assistantFunctions.listMemoriesPage(on, onward),
      place: () => ofName(ROWS / 2),
      through: { memories: ['idx_memories_name'] },
    }),
  },
}

/** Without the count of the messages, which is another statement on another table. */
function walkedAlone(on: Handle, work: (alone: Handle) => Promise<unknown>): Promise<unknown> {
  return work({
    ...on,
    run: (text, params) => (text.includes('GROUP BY session_id') ? Promise.resolve({ rows: [], affected: 0 }) : on.run(text, params)),
  })
}

const ofChat: Filled = {
  line: chat,
  tables: ['chat_sessions', 'memories'],
  async fill({ place, run }) {
    await run(`INSERT INTO chat_sessions (updated_at) SELECT ${moment(place.dialect, `(${MOMENT})`)} FROM numbers ORDER BY n`)
    await run(`INSERT INTO chat_sessions (updated_at) SELECT NULL FROM numbers WHERE n <= ${ROWS / 400}`)
    const active = place.dialect === 'postgres' ? `n <= ${ROWS / 400}` : `CASE WHEN n <= ${ROWS / 400} THEN 1 ELSE 0 END`
    await run(`INSERT INTO memories (content, is_active) SELECT 'c', ${active} FROM numbers ORDER BY n`)
  },
  asked: {
    ...pages('getAllSessionsPage', {
      list: 'chat.sessions',
      page: (on, onward) => chats.getAllSessionsPage(on, onward),
      place: () => ofMoment(ROWS / 2),
      through: { chat_sessions: ['idx_session_updated'] },
    }),
    'getAllSessionsPage of those without a moment': {
      send: (on) => chats.getAllSessionsPage(on, { after: cursorOf('chat.undated_sessions', { arrival: Number.MAX_SAFE_INTEGER }) }),
      through: {
        chat_sessions: { sqlite: ['idx_session_updated'], postgres: ['idx_session_updated', 'id'], mysql: ['idx_session_updated'] },
      },
      // Nothing of ours writes them.
      sorted: 'always',
      read: 200,
    },
    ...pages('getAllMemoriesPage', {
      list: 'chat.memories',
      page: (on, onward) => chats.getAllMemoriesPage(on, onward),
      ...everywhere,
      through: { memories: ['id'] },
    }),
    ...pages('getAllMemoriesPage of the active ones', {
      list: 'chat.memories',
      page: (on, onward) => chats.getAllMemoriesPage(on, { active_only: true, ...onward }),
      place: () => ofNumber(ROWS / 800),
      through: { memories: ['idx_memory_active'] },
      sorted: 'without statistics',
    }),
  },
}

for (const filled of [ofGateway, ofAgents, ofAgentState, ofTenancy, ofAssistants, ofChat]) plannedAsDeclared(filled)
