// Owns: the shape of what the queries of the line `tenancy` return.
// Must not know: SQL, clients.

import type { Json } from '../../sql/kind.ts'
import type { ConversationStatus, MessageRole } from './words.ts'

/** ISO 8601 in UTC, with milliseconds. */
interface Timestamps {
  readonly created_at: string
  readonly updated_at: string
}

/** The key itself is in no row: only its hash is stored, and that is not read back either. */
export interface Tenant extends Timestamps {
  readonly id: string
  readonly name: string
  /** How the key begins, to tell keys apart by. */
  readonly api_key_prefix: string
  readonly is_active: boolean
  readonly metadata: Json
}

export interface TenantConfig extends Timestamps {
  readonly id: string
  readonly tenant_id: string
  readonly config_key: string
  /** Of a secret, its envelope. */
  readonly config_value: Json
  readonly is_secret: boolean
}

export interface Conversation extends Timestamps {
  readonly id: string
  readonly tenant_id: string
  readonly user_id: string
  /** Of its tenant: another tenant's thread of the same name is another conversation. */
  readonly thread_id: string
  readonly title: string | null
  readonly status: ConversationStatus
  readonly metadata: Json
  readonly is_deleted: boolean
  readonly deleted_at: string | null
}

export interface Message extends Timestamps {
  /** Grows with every message, and in a conversation in the order of the commits: what pages are counted by. */
  readonly seq: number
  /** Of its conversation: a message that is saved again under the same id is the same message. */
  readonly id: string
  readonly tenant_id: string
  readonly conversation_id: string
  readonly role: MessageRole
  readonly content: string
  readonly metadata: Json
}

/** A row as it is written: a moment may be a `Date`. */
export type Written<Row> = {
  readonly [Name in keyof Row]: Name extends 'created_at' | 'updated_at' | 'deleted_at' ? Date | Row[Name] : Row[Name]
}
