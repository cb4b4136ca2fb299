// Owns: the form of a thread's id that says whose it is.
// Must not know: tables. A thread may have any other id.

import { newId } from '../../sql/new-id.ts'

export interface ThreadParts {
  readonly tenant_id: string
  readonly conversation: string
}

// The last part has no underscore, so that there is one way to read it, whatever the tenant is called.
const FORM = /^tenant_(.+)_thread_([^_]+)$/s

/** `tenant_{tenant}_thread_{conversation}`. Throws `RangeError` on an empty tenant, and on a conversation that is empty or has `_` in it. */
export function createThreadId(tenant_id: string, conversation: string = newId()): string {
  const thread_id = `tenant_${tenant_id}_thread_${conversation}`
  if (tenant_id !== '' && conversation !== '' && !conversation.includes('_')) return thread_id
  throw new RangeError('A thread id is made of a tenant and of a conversation without an underscore.')
}

/** Throws `RangeError` on a text of another form. It says what the id says, and not whether that thread or its tenant exists. */
export function parseThreadId(thread_id: string): ThreadParts {
  const [, tenant_id, conversation] = FORM.exec(thread_id) ?? []
  if (tenant_id === undefined || conversation === undefined)
    throw new RangeError(`${JSON.stringify(thread_id)} is not of the form tenant_{tenant}_thread_{conversation}.`)
  return { tenant_id, conversation }
}
