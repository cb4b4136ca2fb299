// Owns: an empty chat before each test, and what the tests fill it with.
// Must not know: what is tested.

import { beforeEach } from 'vitest'
import type { Handle } from '../../src/index.ts'
import { clearChatHistory, createSession, deleteMemory, getAllMemories, saveMessages } from '../../src/lines/chat/index.ts'
import type { Installed } from '../on-every-engine.ts'

export function emptied(database: Installed): void {
  beforeEach(async () => {
    const on = database.handle()
    await clearChatHistory(on)
    for (const { id } of await getAllMemories(on)) await deleteMemory(on, id)
  })
}

/** A session with messages `m0`, `m1`, …, one for each letter: `u` from the user, `a` from the assistant. */
export async function conversation(on: Handle, sides: string): Promise<{ readonly session_id: number; readonly ids: readonly number[] }> {
  const session_id = await createSession(on)
  const ids = await saveMessages(
    on,
    [...sides].map((side, n) => ({ message: `m${n}`, is_user: side === 'u' })),
    session_id,
  )
  return { session_id, ids }
}
