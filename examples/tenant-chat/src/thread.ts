// Owns: which thread is chatted in: the last one, or a new one.
// Must not know: terminals, answers.

import { createConversation, createThreadId, getConversationByThreadId, loadMessages, type Message } from '@godwit/schema-agents/tenancy'
import type { Database } from './database.ts'
import { readSession, writeSession } from './session-file.ts'

export interface Thread {
  readonly thread_id: string
  /** `why`: a new one was begun although there is a last one. */
  readonly begun: { readonly how: 'resumed' } | { readonly how: 'new'; readonly why: string | undefined }
  readonly messages: readonly Message[]
}

export interface Owner {
  readonly tenant_id: string
  readonly user_id: string
}

/** The last one, where it is this user's of this tenant and still there. */
export async function lastThread(database: Database, file: string, owner: Owner): Promise<Thread> {
  const remembered = await readSession(file)
  switch (remembered.state) {
    case 'nothing':
      return newThread(database, file, owner)
    case 'unreadable':
      return newThread(database, file, owner, `The session file ${file} could not be read: ${remembered.why}. It was written anew.`)
    case 'session': {
      const { thread_id, tenant_id } = remembered.session
      if (tenant_id !== owner.tenant_id) return newThread(database, file, owner, 'The last thread is another tenant’s. It is still there.')
      const messages = await database.use(async (on) => {
        const conversation = await getConversationByThreadId(on, tenant_id, thread_id)
        return conversation?.user_id === owner.user_id ? loadMessages(on, tenant_id, conversation.id) : null
      })
      if (messages === null) return newThread(database, file, owner, 'The last thread is not there any more, or another user’s.')
      return { thread_id, begun: { how: 'resumed' }, messages }
    }
    default:
      return remembered satisfies never
  }
}

export async function newThread({ use }: Database, file: string, { tenant_id, user_id }: Owner, why?: string): Promise<Thread> {
  const thread_id = createThreadId(tenant_id)
  // Before the file says so: what it names is there.
  await use((on) => createConversation(on, tenant_id, user_id, thread_id))
  await writeSession(file, { thread_id, tenant_id })
  return { thread_id, begun: { how: 'new', why }, messages: [] }
}
