// Owns: ten who create the same in transactions of their own that have read before.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { assistants, type Handle } from '../../src/index.ts'
import { createAgent, createMemory, createMessage, createSession, createUser, listUsers } from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

onEveryEngine(assistants, (database) => {
  // On MySQL a transaction goes on reading what was there when it read first, and does not see what another has inserted meanwhile.
  test.each<[string, (on: Handle, name: string) => Promise<{ readonly id: string | number } | null>]>([
    ['a user', (on, name) => createUser(on, { email: `${name}@example.org` })],
    ['a user of an id', (on, name) => createUser(on, { id: name, email: `${name}@example.org` })],
    ['an agent', (on, name) => createAgent(on, { name, type: 't', model: 'm' })],
    ['a session', (on, name) => createSession(on, { name })],
    ['a memory', (on, name) => createMemory(on, { name })],
    ['a message', (on, name) => createMessage(on, { id: name, session_id: 'of-all', role: 'user' })],
  ])('of %s, one is made', async (_, create) => {
    await database.handle().run("DELETE FROM sessions WHERE id = 'of-all'")
    await createSession(database.handle(), { id: 'of-all' })
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    for (let round = 0; round < 3; round++) {
      const name = randomUUID()
      const made = await Promise.all(
        connections.map((on) =>
          on.transaction(async (inside) => {
            await listUsers(inside, { page_size: 1 })
            return create(inside, name)
          }),
        ),
      )
      expect(new Set(made.map((row) => row?.id)).size).toBe(1)
    }
  })
})
