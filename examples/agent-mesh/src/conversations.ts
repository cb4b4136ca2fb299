// Owns: what the gateway keeps: the sessions of its users and what was said in them.
// Must not know: HTTP, migrations, agents.

import type { Driver } from '@godwit/core'
import { createSessionWithMessage, getSessions, storeChatMessage } from '@godwit/schema-agents/gateway'
import { withHandle } from './with-handle.ts'

export interface Said {
  readonly session: string
  readonly user: string
  readonly agent: string
  readonly text: string
  readonly by: 'user' | 'llm'
}

export interface Conversations {
  /** Begins a session with what a user said. Resolves with its id. */
  open(said: Omit<Said, 'session' | 'by'>): Promise<string>
  /** False where the user has no such session. */
  add(said: Said): Promise<boolean>
  list(user: string): Promise<readonly string[]>
}

export function conversationsIn(driver: Driver): Conversations {
  return {
    open: ({ user, agent, text }) =>
      withHandle(driver, async (on) => (await createSessionWithMessage(on, { user_id: user, agent_id: agent }, { message: text })).id),
    add: ({ session, user, agent, text, by }) =>
      withHandle(driver, async (on) => {
        const message = { message: text, sender_type: by, sender_name: by === 'user' ? user : agent }
        return (await storeChatMessage(on, session, message, { user_id: user, agent_id: agent })) !== null
      }),
    list: (user) => withHandle(driver, async (on) => (await getSessions(on, { user_id: user })).rows.map(({ id }) => id)),
  }
}

/** Gone with the process. */
export function conversationsInMemory(): Conversations {
  const sessions = new Map<string, Said[]>()
  return {
    open: (said) => {
      const session = crypto.randomUUID()
      sessions.set(session, [{ ...said, session, by: 'user' }])
      return Promise.resolve(session)
    },
    add: (said) => {
      const known = sessions.get(said.session)
      if (known?.[0]?.user !== said.user) return Promise.resolve(false)
      known.push(said)
      return Promise.resolve(true)
    },
    list: (user) => Promise.resolve([...sessions].filter(([, [first]]) => first?.user === user).map(([id]) => id)),
  }
}
