// Owns: the calls of the line `tenancy-search`.
// Must not know: what they answer.

import { tenancy, tenancySearch } from '../../src/index.ts'
import { createConversation, createTenant, saveMessage } from '../../src/lines/tenancy/index.ts'
import * as functions from '../../src/lines/tenancy-search/index.ts'
import { sameAnswers } from './same-answers.ts'

interface Rows {
  readonly tenant: string
  readonly conversation_id: string
}

sameAnswers<typeof functions, Rows>('tenancy-search', {
  lines: [tenancy, tenancySearch],
  functions,
  async prepare(on) {
    const { tenant } = await createTenant(on, { name: 'one' })
    const { id: conversation_id } = await createConversation(on, tenant.id, 'user', 'thread')
    await saveMessage(on, tenant.id, conversation_id, { id: 'message', role: 'USER', content: 'the white heron' })
    const other = await createTenant(on, { name: 'other' })
    const theirs = await createConversation(on, other.tenant.id, 'user', 'thread')
    await saveMessage(on, other.tenant.id, theirs.id, { id: 'elsewhere', role: 'USER', content: 'a heron' })
    return { tenant: tenant.id, conversation_id }
  },
  calls: ({ tenant, conversation_id }) => ({
    searchMessages: [tenant, 'heron', { conversation_id, user_id: 'user', limit: 5, before: 9 }],
  }),
  numbered: ['seq'],
})
