// Owns: the calls of the line `tenancy`.
// Must not know: what they answer.

import { tenancy } from '../../src/index.ts'
import * as functions from '../../src/lines/tenancy/index.ts'
import { sameAnswers } from './same-answers.ts'

interface Rows {
  readonly apiKey: string
  readonly conversation: string
  readonly seq: number
}

const key: functions.SecretKey = { kid: 'one', key: new Uint8Array(32).fill(1) }
const other: functions.SecretKey = { kid: 'two', key: new Uint8Array(32).fill(2) }
const said = { role: 'USER', content: 't', metadata: { a: 1 } } as const

sameAnswers<typeof functions, Rows>('tenancy', {
  lines: [tenancy],
  functions,
  async prepare(on) {
    const { apiKey } = await functions.createTenant(on, { id: 'tenant', name: 'n' })
    await functions.setTenantConfig(on, 'tenant', 'plain', 0)
    await functions.setTenantConfig(on, 'tenant', 'secret', { a: 1 }, key)
    const { id } = await functions.createConversation(on, 'tenant', 'user', 'thread')
    const first = await functions.saveMessage(on, 'tenant', id, { ...said, id: 'first' })
    await functions.saveMessage(on, 'tenant', id, { ...said, id: 'second' })
    return { apiKey, conversation: id, seq: first?.seq ?? 0 }
  },
  calls: ({ apiKey, conversation, seq }) => ({
    createTenant: [{ id: 'new', name: 'n', metadata: { a: 1 } }],
    getTenant: ['tenant'],
    getTenantByApiKey: [apiKey],
    rotateApiKey: ['tenant'],
    suspendTenant: ['tenant'],
    restoreTenant: ['tenant'],
    deleteTenant: ['tenant'],
    ensureDefaultTenant: [{ apiKey: 'a key of the tests', name: 'n', metadata: { a: 1 } }],
    findTenant: ['n'],
    getTenantConfig: ['tenant', 'secret', 'fallback', [key]],
    setTenantConfig: ['tenant', 'new', { a: 1 }, key],
    importTenantConfig: ['tenant', 'new', { a: 1 }, key],
    getAllTenantConfigs: ['tenant', [key]],
    deleteTenantConfig: ['tenant', 'plain'],
    rewrapTenantSecrets: ['tenant', [key], other],
    createConversation: ['tenant', 'user', 'new', { title: 't', metadata: { a: 1 } }],
    getConversationByThreadId: ['tenant', 'thread'],
    getOrCreateConversation: ['tenant', 'user', 'new', { title: 't', metadata: { a: 1 } }],
    listConversations: ['tenant', 'user', { status: 'ACTIVE', limit: 5, offset: 0 }],
    listConversationsPage: [
      'tenant',
      'user',
      { status: 'ACTIVE', limit: 5, after: 'tenancy.conversations~1~9999-12-31T23%3A59%3A59.000Z' },
    ],
    listTenantsPage: [{ limit: 5, after: 'tenancy.tenants~0' }],
    updateConversationTitle: ['tenant', 'thread', 't', { updated_at: null }],
    archiveConversation: ['tenant', 'thread'],
    setConversationStatus: ['tenant', 'thread', 'COMPLETED'],
    deleteConversation: ['tenant', 'thread'],
    saveMessage: ['tenant', conversation, { ...said, id: 'new' }],
    loadMessages: ['tenant', conversation, { limit: 1 }],
    latestMessages: ['tenant', conversation, 1],
    messagesAfter: ['tenant', conversation, seq, 5],
    messagesBefore: ['tenant', conversation, seq + 1, 5],
    countMessages: ['tenant', conversation],
    loadHistory: ['tenant', 'user', 'thread'],
    saveHistory: ['tenant', 'user', 'thread', [{ ...said, id: 'new' }]],
    deleteMessagesBefore: ['tenant', '2100-01-01T00:00:00.000Z', conversation],
    keepLastMessages: ['tenant', conversation, 1],
  }),
  looks: () => ({
    setTenantConfig: (on) => functions.getAllTenantConfigs(on, 'tenant', [key]),
    importTenantConfig: (on) => functions.getAllTenantConfigs(on, 'tenant', [key]),
    rewrapTenantSecrets: (on) => functions.getAllTenantConfigs(on, 'tenant', [other]),
  }),
  numbered: ['seq'],
})
