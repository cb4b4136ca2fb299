// Owns: the history of a thread as a chat program keeps it, loaded and saved as a whole.
// Must not know: clients, how messages look there.

import { all, change, first, type Handle } from '../../sql/handle.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { DEFAULT_TITLE, getOrCreateConversation } from './conversations.ts'
import { asStored, loadMessages, type NewMessage, saysTheSame, stored } from './messages.ts'
import { conversationQueries } from './queries/conversation-queries.ts'
import { messageQueries } from './queries/message-queries.ts'
import type { Message } from './rows.ts'
import { nextMoment } from './touching.ts'

const TITLE_LENGTH = 50

/** All of it, with the answers of tools. The conversation is made where the tenant has none of that thread, as in `getOrCreateConversation`. */
export async function loadHistory(on: Handle, tenant_id: string, user_id: string, thread_id: string): Promise<readonly Message[]> {
  const { id } = await getOrCreateConversation(on, tenant_id, user_id, thread_id)
  return loadMessages(on, tenant_id, id)
}

/**
 * Saves of `history`, which may be the whole of it, what is new, and returns that. Where any message has an id, as those of
 * `loadHistory` have, a message is new if its id is, or it has none: however many save to the thread at once, nothing is lost and
 * nothing twice. Where none has, they are told apart by what they say, in order: new is the first that is not there, and what follows;
 * what another said meanwhile in the same words is then taken for it.
 *
 * A conversation whose title nobody chose is named after its first `USER` message. Inside of a transaction of the caller's let it be
 * the first thing: MySQL shows what others saved since its first read only to the next one.
 */
export async function saveHistory(
  on: Handle,
  tenant_id: string,
  user_id: string,
  thread_id: string,
  history: readonly NewMessage[],
): Promise<readonly Message[]> {
  const { id } = await getOrCreateConversation(on, tenant_id, user_id, thread_id)
  const named = history.map((message) => ({ ...message, id: message.id ?? newId() }))
  const byId = history.some((message) => message.id !== undefined)
  return on.transaction(async (inside) => {
    const conversation = await first(inside, conversationQueries.lock, { tenant_id, id })
    if (conversation === null || conversation.is_deleted)
      throw new NotAllowed('status', 'The conversation was deleted meanwhile. Nothing was saved.')
    const there = await all(inside, messageQueries.getAll, { tenant_id, conversation_id: id })
    const known = new Map(there.map((message) => [message.id, message]))
    const added: Message[] = []
    for (const message of byId ? named : named.slice(knownCount(there, history))) {
      const found = known.get(message.id)
      const saved = found === undefined ? await stored(inside, conversation, message) : asStored(found, message)
      if (found === undefined) added.push(saved)
      known.set(saved.id, saved)
    }
    if (added.length > 0) {
      const updated_at = await nextMoment(inside, conversation)
      const title = titleFrom(conversation.title, [...there, ...added])
      await change(inside, conversationQueries.updateTitle, { title, updated_at, tenant_id, id })
    }
    return added
  })
}

/**
 * How many of `history` are there, each behind the one before. Where its beginning is not, it may have been cut off: then what is
 * the oldest now is where they meet.
 */
function knownCount(there: readonly Message[], history: readonly NewMessage[]): number {
  const [oldest] = there
  const [start] = history
  if (oldest === undefined || start === undefined) return 0
  const begun = there.some((message) => saysTheSame(message, start)) ? 0 : history.findIndex((message) => saysTheSame(oldest, message))
  if (begun === -1) return 0
  let from = 0
  for (const [index, message] of history.entries()) {
    if (index < begun) continue
    const found = there.findIndex((each, at) => at >= from && saysTheSame(each, message))
    if (found === -1) return index
    from = found + 1
  }
  return history.length
}

function titleFrom(title: string | null, messages: readonly Message[]): string | null {
  const question = messages.find(({ role }) => role === 'USER')
  if (title !== DEFAULT_TITLE || question === undefined) return title
  const characters = Array.from(question.content)
  return characters.length > TITLE_LENGTH ? `${characters.slice(0, TITLE_LENGTH).join('')}...` : question.content
}
