// Owns: that what a function says it has created is what is there.
// Must not know: how it is written.

import { describe, expect, test } from 'vitest'
import { agents, assistants, tenancy } from '../src/index.ts'
import { createAgent, createSession, getAgent, getSession } from '../src/lines/agents/index.ts'
import { createUser, getUser } from '../src/lines/assistants/index.ts'
import { createConversation, createTenant, getConversationByThreadId, getTenant } from '../src/lines/tenancy/index.ts'
import { onEveryEngine } from './on-every-engine.ts'

const given = (): { score: number; tags: string[] } => ({ score: Number.NaN, tags: ['a'] })

describe('agents', () => {
  onEveryEngine(agents, (database) => {
    test('C-D10: an agent and a session are told as they are read, whatever becomes of what was given', async () => {
      const on = database.handle()
      const configuration = given()
      const agent = await createAgent(on, { name: 'n', model: 'm', configuration })
      const session = await createSession(on, { main_agent_id: agent.id, configuration })
      configuration.tags.push('b')
      expect(agent).toEqual(await getAgent(on, agent.id))
      expect(session).toEqual(await getSession(on, session.id))
    })
  })
})

describe('assistants', () => {
  onEveryEngine(assistants, (database) => {
    test('A-X12: a user without an email is told as he is read', async () => {
      const on = database.handle()
      const user = await createUser(on, { user_data: given() })
      expect(user).toEqual(await getUser(on, user.id))
    })
  })
})

describe('tenancy', () => {
  onEveryEngine(tenancy, (database) => {
    test('G-D4: a tenant and a conversation are told as they are read', async () => {
      const on = database.handle()
      const { tenant } = await createTenant(on, { name: 'n', metadata: given() })
      const conversation = await createConversation(on, tenant.id, 'u', 't', { metadata: given() })
      expect(tenant).toEqual(await getTenant(on, tenant.id))
      expect(conversation).toEqual(await getConversationByThreadId(on, tenant.id, 't'))
    })
  })
})
