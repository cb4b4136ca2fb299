// Owns: the proof that this user can write to the tables of `assistants` and read it back, of which nothing remains.
// Must not know: what a program does with the answer.

import type { Session } from '@godwit/core'
import { type Handle, within } from '../../sql/handle.ts'
import { newId } from '../../sql/new-id.ts'
import { type Names, placeOf } from '../../sql/place.ts'
import { createAgent } from './agents.ts'
import { createMemory, getMemory } from './memories.ts'
import { createMessage, getMessage } from './messages.ts'
import { createSession } from './sessions.ts'
import { createUser } from './users.ts'

/**
 * A row into each table, read back, and all of it rolled back, whatever happens: no other session ever sees it. Numbers that the
 * database gave to those rows stay unused. `session`: without a transaction, which would be the one that is rolled back. Rejects with
 * what the database rejected with, and with an `Error` where it does not read what was written.
 */
export async function verifyReadWrite(session: Session, names: Names = {}): Promise<void> {
  const transaction = await session.begin()
  try {
    await writtenAndRead(within(transaction, placeOf(session.dialect.family, names)))
  } finally {
    await transaction.rollback()
  }
}

async function writtenAndRead(inside: Handle): Promise<void> {
  const id = newId()
  const user = await createUser(inside, { id, email: `${id}@verification.invalid` })
  const agent = await createAgent(inside, { name: id, type: 'verification', model: 'none' })
  const owners = { user_id: user.id, agent_id: agent.id }
  const session = await createSession(inside, { ...owners, name: id, platform: 'verification' })
  const message = await createMessage(inside, { ...owners, session_id: session.id, role: 'user', raw_payload: { content: id } })
  const memory = await createMemory(inside, { ...owners, name: id, content: id })
  const said = message === null ? null : await getMessage(inside, message.id)
  const kept = await getMemory(inside, memory.id)
  if (JSON.stringify(said?.raw_payload) !== JSON.stringify({ content: id }) || kept?.content !== id)
    throw new Error('The database does not read what was written to it. Nothing of it remains.')
}
