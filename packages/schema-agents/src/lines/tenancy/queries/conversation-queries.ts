// Owns: the queries on the table `conversations`, and what their parameters are.
// Must not know: clients, messages. Text and parameters go to whatever `execute` the caller has.

import { arrival, arrivalOf } from '../../../sql/arrival.ts'
import { byIndex } from '../../../sql/by-index.ts'
import { locked, orNothing } from '../../../sql/conflict.ts'
import { exact } from '../../../sql/exact.ts'
import { amount, instant, integer } from '../../../sql/kind.ts'
import type { Part } from '../../../sql/part.ts'
import { everywhere } from '../../../sql/place.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { moments } from '../../../sql/sortable.ts'
import { assigned, computed, differing, into, selected, slot, values, words } from '../../../sql/table.ts'
import { type ByValue, DOWN, type Limited, type Walk, walkByValue } from '../../../sql/walk.ts'
import { preceding } from '../conversation-statuses.ts'
import type { Conversation, Written } from '../rows.ts'
import { conversations } from '../tables.ts'
import { CONVERSATION_STATUSES, type ConversationStatus } from '../words.ts'

type ById = Pick<Conversation, 'tenant_id' | 'id'>
type ByThread = Pick<Conversation, 'tenant_id' | 'thread_id'>
type ByUser = Pick<Conversation, 'tenant_id' | 'user_id'>
type OfStatus = Pick<Conversation, 'status'>
type Touched = Pick<Written<Conversation>, 'updated_at'>
interface Bounds {
  readonly limit: number
  readonly offset: number
}
interface Total {
  readonly total: number
}
type Transition = Query<Pick<Written<Conversation>, 'status' | 'is_deleted' | 'deleted_at' | 'updated_at' | 'tenant_id' | 'id'>, unknown>

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are listed in the
 * order in which they are bound. Every one of them takes the tenant (R7). Lists begin with what was changed last; of what was changed
 * in one moment, the one created last is first.
 */
export interface ConversationQuerySet {
  /**
   * `id, tenant_id, user_id, thread_id, title, status, metadata, is_deleted, deleted_at, created_at, updated_at`.
   */
  readonly insert: Query<Written<Conversation>, unknown>
  /** The same; where the tenant has a conversation of that thread, it stays as it is. */
  readonly insertIfAbsent: Query<Written<Conversation>, unknown>
  /** `tenant_id, thread_id` → `Conversation`, also a deleted one. */
  readonly getByThreadId: Query<ByThread, Conversation>
  /** `tenant_id, thread_id` → the same as it is now, whatever this transaction has seen before, and this transaction's until it ends. */
  readonly lockByThreadId: Query<ByThread, Conversation>
  /** `tenant_id, id` → the same. */
  readonly lock: Query<ById, Conversation>
  /** `tenant_id, user_id, id` → `{ updated_at }` of the user's conversation that was changed last, another than that one. */
  readonly lastOther: Query<ByUser & ById, Pick<Conversation, 'updated_at'>>
  /** `updated_at, tenant_id, id`. */
  readonly touch: Query<Touched & ById, unknown>
  /** `title, updated_at, tenant_id, id`. */
  readonly updateTitle: Query<Pick<Conversation, 'title'> & Touched & ById, unknown>
  /** `tenant_id, user_id, limit, offset` → `Conversation`s, archived ones too, deleted ones not. */
  readonly list: Query<ByUser & Bounds, Conversation>
  /**
   * `tenant_id, user_id, position, arrival, position, limit` → the same as `list`, with `position` and `arrival`: those of the last row of
   * the page before.
   */
  readonly listPage: Query<ByUser & ByValue<string> & Limited, Conversation & ByValue<string>>
  /** `tenant_id, user_id` → `{ total }`. */
  readonly count: Query<ByUser, Total>
  /** `tenant_id, user_id, status, limit, offset` → `Conversation`s. */
  readonly listByStatus: Query<ByUser & OfStatus & Bounds, Conversation>
  /** `tenant_id, user_id, status, position, arrival, position, limit` → the same. */
  readonly listPageByStatus: Query<ByUser & OfStatus & ByValue<string> & Limited, Conversation & ByValue<string>>
  /** `tenant_id, user_id, status` → `{ total }`. */
  readonly countByStatus: Query<ByUser & OfStatus, Total>
  /** `tenant_id, thread_id`. The messages go with it. */
  readonly delete: Query<ByThread, unknown>
}

const c = conversations
const insert = sql`INSERT INTO ${c} (${into(c)}) VALUES (${values(c)})`
const isTenants = sql`tenant_id = ${values(c, 'tenant_id')}`
const ofTenant = sql`WHERE ${isTenants}`
const ofId = sql`${ofTenant} AND id = ${values(c, 'id')}`
const ofThread = sql`${ofTenant} AND thread_id = ${values(c, 'thread_id')}`
const isUsers = sql`${isTenants} AND user_id = ${values(c, 'user_id')}`
const ofUser = sql`WHERE ${isUsers}`
const present: Part = differing({ sqlite: 'is_deleted = 0', postgres: 'NOT is_deleted', mysql: 'is_deleted = FALSE' })
const isOfStatus = sql`${isUsers} AND status = ${values(c, 'status')}`
const ofStatus = sql`WHERE ${isOfStatus}`
// By the column and not by what is selected of it, which has the same name.
const latestFirst = sql`ORDER BY c.updated_at DESC, ${arrival} DESC LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`
const total = computed('total', integer, 'COUNT(*)')

const latest = {
  list: 'tenancy.conversations',
  select: selected(c, 'c'),
  column: everywhere('c.updated_at'),
  by: moments,
  number: arrivalOf('c'),
  going: DOWN,
}
export const conversationPage: Walk<ByUser, Conversation, ByValue<string>> = walkByValue({
  ...latest,
  from: sql`FROM ${c} c ${byIndex('idx_conversations_user')}`,
  where: sql`${isUsers} AND ${present}`,
})
export const conversationPageByStatus: Walk<ByUser & OfStatus, Conversation, ByValue<string>> = walkByValue({
  ...latest,
  from: sql`FROM ${c} c ${byIndex('idx_conversations_status')}`,
  where: isOfStatus,
})

/** With typed parameters and rows, for every dialect. */
export const conversationQueries: ConversationQuerySet = {
  insert,
  insertIfAbsent: sql`${insert} ${orNothing(['tenant_id', 'thread_id'])}`,
  getByThreadId: sql`SELECT ${selected(c)} FROM ${c} ${ofTenant} AND ${exact('thread_id', c.columns.thread_id)}`,
  lockByThreadId: sql`SELECT ${selected(c)} FROM ${c} ${ofThread} ${locked}`,
  lock: sql`SELECT ${selected(c)} FROM ${c} ${ofId} ${locked}`,
  lastOther: sql`SELECT ${computed('updated_at', instant, 'c.updated_at')} FROM ${c} c ${ofUser} AND ${present} AND id <> ${values(c, 'id')}
    ORDER BY c.updated_at DESC LIMIT 1`,
  touch: sql`UPDATE ${c} SET ${assigned(c, 'updated_at')} ${ofId}`,
  updateTitle: sql`UPDATE ${c} SET ${assigned(c, 'title', 'updated_at')} ${ofId}`,
  list: sql`SELECT ${selected(c, 'c')} FROM ${c} c ${ofUser} AND ${present} ${latestFirst}`,
  listPage: conversationPage.query,
  count: sql`SELECT ${total} FROM ${c} ${ofUser} AND ${present}`,
  listByStatus: sql`SELECT ${selected(c, 'c')} FROM ${c} c ${ofStatus} ${latestFirst}`,
  listPageByStatus: conversationPageByStatus.query,
  countByStatus: sql`SELECT ${total} FROM ${c} ${ofStatus}`,
  delete: sql`DELETE FROM ${c} ${ofThread}`,
}

const to = (status: ConversationStatus): Transition =>
  sql`UPDATE ${c} SET ${assigned(c, 'status', 'is_deleted', 'deleted_at', 'updated_at')} ${ofId} AND status IN (${words(...preceding(status))})`

/**
 * `status, is_deleted, deleted_at, updated_at, tenant_id, id`: sets the status where the one that is there allows it, in one statement.
 */
export const conversationTransitions: { readonly [Status in ConversationStatus]: Transition } = Object.fromEntries(
  CONVERSATION_STATUSES.map((status) => [status, to(status)]),
) as { readonly [Status in ConversationStatus]: Transition }

/** For SQLite and libSQL; for the others `texts(conversationQueries, { dialect: 'postgres' })`. */
export const ConversationQueries: Texts<ConversationQuerySet> = texts(conversationQueries, { dialect: 'sqlite' })
