// Owns: the sessions of an agent page by page.
// Must not know: query texts.

import { agentState, type Handle } from '../../src/index.ts'
import { createSession, deleteSession, listSessions, listSessionsPage } from '../../src/lines/agent-state/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { pageLaws } from '../page-laws.ts'

const list = {
  idOf: ({ id }: { readonly id: string }) => id,
  insert: (on: Handle, name: string) =>
    createSession(on, { app_name: 'app', user_id: 'ann', state: { name, 'app:seen': name, 'user:seen': name } }),
  remove: (on: Handle, id: string | number) => deleteSession(on, { app_name: 'app', user_id: 'ann', id: String(id) }),
  alike: `UPDATE sessions SET update_time = '2026-11-29 10:00:00'`,
}

onEveryEngine(agentState, (database) => {
  pageLaws(database, 'the sessions of an app', {
    ...list,
    whole: async (on) => (await listSessions(on, 'app', { limit: 1000 })).rows,
    page: (on, onward) => listSessionsPage(on, 'app', onward),
  })

  pageLaws(database, 'the sessions of a user', {
    ...list,
    whole: async (on) => (await listSessions(on, 'app', { user_id: 'ann', limit: 1000 })).rows,
    page: (on, onward) => listSessionsPage(on, 'app', { user_id: 'ann', ...onward }),
  })
})
