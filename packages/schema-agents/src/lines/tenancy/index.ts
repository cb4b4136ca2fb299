// Owns: what a program does with the line `tenancy`, by name.
// Must not know: other lines.

export { type Envelope, type SecretKey, sealed, unsealed } from '../../secrets/envelope.ts'
export { isSecretRefused, SecretRefused } from '../../secrets/secret-refused.ts'
export { deleteTenantConfig, getAllTenantConfigs, getTenantConfig, importTenantConfig, setTenantConfig } from './configs.ts'
export { FOLLOWING_STATUSES } from './conversation-statuses.ts'
export {
  archiveConversation,
  type ConversationSettings,
  createConversation,
  DEFAULT_TITLE,
  deleteConversation,
  getConversationByThreadId,
  getOrCreateConversation,
  listConversations,
  listConversationsPage,
  setConversationStatus,
  updateConversationTitle,
} from './conversations.ts'
export {
  DEFAULT_TENANT_ID,
  type DefaultTenant,
  type DefaultTenantSettings,
  ensureDefaultTenant,
  resolveTenantId,
} from './default-tenant.ts'
export { findTenant } from './find-tenant.ts'
export { loadHistory, saveHistory } from './history.ts'
export { countMessages, latestMessages, loadMessages, messagesAfter, messagesBefore, type NewMessage, saveMessage } from './messages.ts'
export {
  ConversationQueries,
  conversationQueries,
  type ConversationQuerySet,
  conversationTransitions,
} from './queries/conversation-queries.ts'
export { MessageQueries, messageQueries, type MessageQuerySet } from './queries/message-queries.ts'
export { TenantConfigQueries, tenantConfigQueries, type TenantConfigQuerySet } from './queries/tenant-config-queries.ts'
export { TenantQueries, tenantQueries, type TenantQuerySet } from './queries/tenant-queries.ts'
export { deleteMessagesBefore, keepLastMessages } from './retention.ts'
export type { Conversation, Message, Tenant, TenantConfig } from './rows.ts'
export { rewrapTenantSecrets } from './secret-rotation.ts'
export {
  createTenant,
  deleteTenant,
  getTenant,
  getTenantByApiKey,
  type KeyedTenant,
  listTenantsPage,
  type NewTenant,
  restoreTenant,
  rotateApiKey,
  suspendTenant,
} from './tenants.ts'
export { createThreadId, parseThreadId, type ThreadParts } from './thread-ids.ts'
export { CONVERSATION_STATUSES, type ConversationStatus, type MessageRole, ROLES } from './words.ts'
