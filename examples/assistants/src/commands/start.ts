// Owns: `start`: the schema is looked at first, then the program does its work.
// Must not know: how settings are read.

import { handle } from '@godwit/schema-agents'
import { listAgents, verifyReadWrite } from '@godwit/schema-agents/assistants'
import type { Site } from '../site.ts'
import { assertCurrent } from '../standing.ts'

/** The work is to say which agents there are. A second call looks at the schema as the first did. */
export async function start(site: Site): Promise<void> {
  const { database, say } = site
  await site.assertThere()
  await assertCurrent(await site.lines())
  const session = await database.driver.open('write')
  try {
    await verifyReadWrite(session)
    const agents = await listAgents(handle(session))
    say(`Ready. ${agents.length} active agents.`)
  } finally {
    await session.close()
  }
}
