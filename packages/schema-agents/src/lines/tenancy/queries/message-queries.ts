// Owns: the queries on the table `messages`, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { byIndex } from '../../../sql/by-index.ts'
import { locked, orNothing } from '../../../sql/conflict.ts'
import { backwards, forwards } from '../../../sql/in-order.ts'
import { amount, integer } from '../../../sql/kind.ts'
import { older } from '../../../sql/older.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { computed, into, selected, slot, values } from '../../../sql/table.ts'
import type { Message, Written } from '../rows.ts'
import { messages } from '../tables.ts'

type ByConversation = Pick<Message, 'tenant_id' | 'conversation_id'>
interface Limit {
  readonly limit: number
}
interface Saved {
  readonly moment: Date | string
}
interface Total {
  readonly total: number
}

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are listed in the
 * order in which they are bound. Every one of them takes the tenant. Order is by `seq`, which grows with every message.
 */
export interface MessageQuerySet {
  /**
   * `id, tenant_id, conversation_id, role, content, metadata, created_at, updated_at`. A message of that id in that conversation
   * stays as it is.
   */
  readonly insertIfAbsent: Query<Omit<Written<Message>, 'seq'>, unknown>
  /** `tenant_id, conversation_id, id` → `Message` as it is now, whatever this transaction has seen before. */
  readonly lockById: Query<ByConversation & Pick<Message, 'id'>, Message>
  /** `tenant_id, conversation_id` → `Message`s, oldest first. */
  readonly getAll: Query<ByConversation, Message>
  /** `tenant_id, conversation_id, limit` → the first `Message`s, oldest first. */
  readonly getOldest: Query<ByConversation & Limit, Message>
  /** `tenant_id, conversation_id, limit` → the last `Message`s, newest first. */
  readonly getLatest: Query<ByConversation & Limit, Message>
  /** `tenant_id, conversation_id, after, limit` → the next `Message`s, oldest first. */
  readonly getAfter: Query<ByConversation & Limit & { readonly after: number }, Message>
  /** `tenant_id, conversation_id, before, limit` → the `Message`s before, newest first. */
  readonly getBefore: Query<ByConversation & Limit & { readonly before: number }, Message>
  /** `tenant_id, conversation_id` → `{ total }`. */
  readonly count: Query<ByConversation, Total>
  /** `tenant_id, conversation_id, keep` → `{ seq }` of the newest `Message` that is not among the last `keep`. */
  readonly lastBeyond: Query<ByConversation & { readonly keep: number }, Pick<Message, 'seq'>>
  /** `tenant_id, conversation_id, through`: up to and including that `seq`. */
  readonly deleteThrough: Query<ByConversation & { readonly through: number }, unknown>
  /** `tenant_id, moment`: of all conversations of the tenant, what was saved before that moment. */
  readonly deleteSavedBefore: Query<Pick<Message, 'tenant_id'> & Saved, unknown>
  /** `tenant_id, conversation_id, moment`: of one of them. */
  readonly deleteSavedBeforeOf: Query<ByConversation & Saved, unknown>
}

const GIVEN = ['id', 'tenant_id', 'conversation_id', 'role', 'content', 'metadata', 'created_at', 'updated_at'] as const

const ofTenant = sql`FROM ${messages} WHERE tenant_id = ${values(messages, 'tenant_id')}`
const inIt = sql`AND conversation_id = ${values(messages, 'conversation_id')}`
const ofConversation = sql`${ofTenant} ${inIt}`
const inOrder = sql`FROM ${messages} ${byIndex('idx_messages_conversation')} WHERE tenant_id = ${values(messages, 'tenant_id')} ${inIt}`
const all = sql`SELECT ${selected(messages)} ${inOrder}`
const limit = sql`LIMIT ${slot('limit', amount)}`

/** With typed parameters and rows, for every dialect. */
export const messageQueries: MessageQuerySet = {
  insertIfAbsent: sql`INSERT INTO ${messages} (${into(messages, ...GIVEN)}) VALUES (${values(messages, ...GIVEN)})
    ${orNothing(['tenant_id', 'conversation_id', 'id'])}`,
  lockById: sql`SELECT ${selected(messages)} ${ofConversation} AND id = ${values(messages, 'id')} ${locked}`,
  getAll: sql`${all} ORDER BY seq ${forwards}`,
  getOldest: sql`${all} ORDER BY seq ${forwards} ${limit}`,
  getLatest: sql`${all} ORDER BY seq ${backwards} ${limit}`,
  getAfter: sql`${all} AND seq > ${slot('after', integer)} ORDER BY seq ${forwards} ${limit}`,
  getBefore: sql`${all} AND seq < ${slot('before', integer)} ORDER BY seq ${backwards} ${limit}`,
  count: sql`SELECT ${computed('total', integer, 'COUNT(*)')} ${ofConversation}`,
  lastBeyond: sql`SELECT ${computed('seq', integer, 'seq')} ${inOrder} ORDER BY seq ${backwards} LIMIT 1 OFFSET ${slot('keep', amount)}`,
  deleteThrough: sql`DELETE ${ofConversation} AND seq <= ${slot('through', integer)}`,
  deleteSavedBefore: sql`DELETE ${ofTenant} AND ${older('created_at')}`,
  deleteSavedBeforeOf: sql`DELETE ${ofConversation} AND ${older('created_at')}`,
}

/** For SQLite and libSQL; for the others `texts(messageQueries, { dialect: 'postgres' })`. */
export const MessageQueries: Texts<MessageQuerySet> = texts(messageQueries, { dialect: 'sqlite' })
