// Owns: `db clear`: the rows of the tables go, the tables and their history stay.
// Must not know: how settings are read.

import { handle } from '@godwit/schema-agents'
import { clearAssistants, ensureDefaultUserExists } from '@godwit/schema-agents/assistants'
import { clearAssistantsTooling } from '@godwit/schema-agents/assistants-tooling'
import type { Consent, DefaultUser } from '../invocation.ts'
import type { Site } from '../site.ts'
import { assertCurrent } from '../standing.ts'

export async function clear(site: Site, asked: { readonly defaultUser: DefaultUser; readonly consent: Consent }): Promise<void> {
  const { database, name, say } = site
  await site.assertMeant(asked.consent, `Delete all users, agents, sessions, messages, memories, prompts and MCP servers of ${name}?`)
  await site.assertThere()
  await assertCurrent(await site.lines())
  const session = await database.driver.open('write')
  try {
    // One transaction: nobody meets a half of it, or finds no user in between.
    const { deleted, email } = await handle(session).transaction(async (inside) => ({
      deleted: (await clearAssistantsTooling(inside)) + (await clearAssistants(inside)),
      email: asked.defaultUser === 'make' ? (await ensureDefaultUserExists(inside)).email : null,
    }))
    say(`${deleted} rows deleted. Tables and their history are as they were.`)
    if (email !== null) say(`Default user: ${email}`)
  } finally {
    await session.close()
  }
}
