// Owns: what an agent keeps: what it heard in each session.
// Must not know: what it answers, migrations.

import type { Driver } from '@godwit/core'
import { appendEvent, createSession, getSession } from '@godwit/schema-agents/agent-state'
import { withHandle } from './with-handle.ts'

export interface Heard {
  readonly user: string
  readonly session: string
  readonly text: string
}

export interface Recollection {
  /** Resolves with how much of this session the agent has heard by now. */
  remember(heard: Heard): Promise<number>
}

export function recollectionIn(driver: Driver, app_name: string): Recollection {
  return {
    remember: ({ user, session: id, text }) =>
      withHandle(driver, async (on) => {
        const key = { app_name, user_id: user, id }
        const known = (await getSession(on, key)) ?? (await createSession(on, key))
        const heard = Number(known.state['heard'] ?? 0) + 1
        await appendEvent(on, key, { author: user, content: { text }, actions: { state_delta: { heard } } })
        return heard
      }),
  }
}

/** Gone with the process. */
export function recollectionInMemory(): Recollection {
  const counts = new Map<string, number>()
  return {
    remember: ({ user, session }) => {
      const heard = (counts.get(`${user} ${session}`) ?? 0) + 1
      counts.set(`${user} ${session}`, heard)
      return Promise.resolve(heard)
    },
  }
}
