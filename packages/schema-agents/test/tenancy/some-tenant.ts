// Owns: tenants and conversations for tests that are about something else.
// Must not know: what is tested.

import type { Handle } from '../../src/index.ts'
import { type Conversation, createConversation, createTenant } from '../../src/lines/tenancy/index.ts'

export async function someTenant(on: Handle): Promise<string> {
  return (await createTenant(on, { name: 'Some tenant' })).tenant.id
}

export async function someConversation(on: Handle): Promise<Conversation> {
  return createConversation(on, await someTenant(on), 'user', 'thread')
}
