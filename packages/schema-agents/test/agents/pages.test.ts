// Owns: agents and sessions page by page.
// Must not know: query texts.

import { beforeAll } from 'vitest'
import { agents, type Handle } from '../../src/index.ts'
import {
  createAgent,
  createSession,
  deleteAgent,
  deleteSession,
  getAgent,
  getSession,
  listAgentsPage,
  listSessionsPage,
  setSessionStatus,
} from '../../src/lines/agents/index.ts'
import { ARRIVAL } from '../../src/sql/arrival.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { pageLaws } from '../page-laws.ts'

/** The one that came last first. */
async function ids({ place, run }: Handle, of: string): Promise<readonly string[]> {
  return (await run(`SELECT id FROM ${of} ORDER BY ${ARRIVAL[place.dialect]} DESC`)).rows.map(({ id }) => String(id))
}

onEveryEngine(agents, (database) => {
  pageLaws(database, 'agents', {
    whole: async (on) => {
      const found = await Promise.all((await ids(on, 'agents')).map((id) => getAgent(on, id)))
      return found.flatMap((agent) => agent ?? [])
    },
    page: listAgentsPage,
    idOf: ({ id }) => id,
    insert: (on, name) => createAgent(on, { name, model: 'm' }),
    remove: (on, id) => deleteAgent(on, String(id)),
    alike: `UPDATE agents SET created_at = NULL`,
  })

  const session = {
    idOf: ({ id }: { readonly id: string }) => id,
    remove: (on: Handle, id: string | number) => deleteSession(on, String(id)),
    alike: `UPDATE sessions SET created_at = NULL`,
  }
  const every = async (on: Handle, where = '') => {
    const found = await Promise.all((await ids(on, `sessions ${where}`)).map((id) => getSession(on, id)))
    return found.flatMap((each) => each ?? [])
  }
  beforeAll(async () => void (await createAgent(database.handle(), { id: 'main', name: 'n', model: 'm' })))

  pageLaws(database, 'sessions', {
    ...session,
    whole: (on) => every(on),
    page: listSessionsPage,
    insert: (on, name) => createSession(on, { main_agent_id: 'main', name }),
  })

  pageLaws(database, 'sessions of one status', {
    ...session,
    whole: (on) => every(on, `WHERE status = 'running'`),
    page: (on, onward) => listSessionsPage(on, { status: 'running', ...onward }),
    insert: async (on, name) => {
      const { id } = await createSession(on, { main_agent_id: 'main', name })
      await createSession(on, { main_agent_id: 'main' })
      return setSessionStatus(on, id, 'running')
    },
  })
})
