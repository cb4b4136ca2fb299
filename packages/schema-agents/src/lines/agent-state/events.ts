// Owns: what a program does with the events of a session.
// Must not know: clients.

import { arrival } from '../../sql/arrival.ts'
import { byIndex } from '../../sql/by-index.ts'
import { locked } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { amount, instant, integer } from '../../sql/kind.ts'
import { backwards, forwards } from '../../sql/in-order.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { sql } from '../../sql/query.ts'
import { sameJson } from '../../sql/same-json.ts'
import { assigned, computed, differing, into, selected, slot, values } from '../../sql/table.ts'
import type { EventRow, SessionKey } from './rows.ts'
import { addToShared } from './shared-states.ts'
import { changesOf, partsOf, stateOf } from './state.ts'
import { eventsTable as events, sessionsTable as sessions } from './tables.ts'

/** What is left out is null; `id` is a new one, `timestamp` is now, `invocation_id` is empty and there are no `actions`. */
export type NewEvent = Pick<EventRow, 'author'> &
  Partial<Omit<EventRow, 'author' | 'app_name' | 'user_id' | 'session_id' | 'timestamp'>> & { readonly timestamp?: Date | string }

export interface Appended {
  readonly id: string
  /** What the session has now, for the next `appendEvent`. */
  readonly update_time: string
}

const ofKey = sql`WHERE app_name = ${values(sessions, 'app_name')} AND user_id = ${values(sessions, 'user_id')} AND id = ${values(sessions, 'id')}`
const lock = sql`SELECT ${selected(sessions)} FROM ${sessions} ${ofKey} ${locked}`
const touch = sql`UPDATE ${sessions} SET ${assigned(sessions, 'state', 'update_time')} ${ofKey}`
const insert = sql`INSERT INTO ${events} (${into(events)}) VALUES (${values(events)})`
const inSession = sql`WHERE app_name = ${values(events, 'app_name')} AND user_id = ${values(events, 'user_id')}
  AND session_id = ${values(events, 'session_id')}`
const select = sql`SELECT ${selected(events)} FROM ${events} ${byIndex('idx_events_app_user_session_arrival')} ${inSession}`
const limited = sql`LIMIT ${slot('limit', amount)}`
const list = sql`${select} ORDER BY ${arrival} ${forwards} ${limited}`
const after = sql`${select} AND ${arrival} > ${slot('arrival', integer)} ORDER BY ${arrival} ${forwards} ${limited}`
const latest = sql`${select} ORDER BY ${arrival} ${backwards} ${limited}`
const latestSince = sql`${select} AND timestamp >= ${slot('since', instant)} ORDER BY ${arrival} ${backwards} ${limited}`
// By its key. PostgreSQL without statistics takes an index of the session for as good, and reads all of a long one to find one id.
const byKeyAlone = differing({ sqlite: '', postgres: "|| ''", mysql: '' })
const ofEvent = sql`WHERE id = ${values(events, 'id')} AND app_name ${byKeyAlone} = ${values(events, 'app_name')}
  AND user_id = ${values(events, 'user_id')} AND session_id = ${values(events, 'session_id')}`
const arrivalOf = sql`SELECT ${computed('arrival', integer, { sqlite: 'rowid', postgres: 'seq', mysql: 'seq' })} FROM ${events} ${ofEvent}`
// Not locked: where there is none, MySQL would lock what is between two ids, and who appends to other sessions would wait.
const byId = sql`SELECT ${selected(events)} FROM ${events} ${ofEvent}`

/**
 * The session's row is locked first: whoever appends to the same session waits for it, so that the order of the events is that of the
 * commits. `actions.state_delta` is added to the state of the session, of the app (`app:`) and of the user (`user:`) in the same
 * transaction; what begins with `temp:` is neither kept nor stored. A `partial` event is a piece of one that is still to come: nothing is
 * written.
 *
 * Resolves to null where there is no such session. `update_time`: of the session as the caller knows it; rejects with `NotAllowed`
 * `conflict` where it has changed since. With an `id` of the caller's it may be sent again, also with the `update_time` that was known
 * then: where the session has that event, nothing is written. Rejects with `NotAllowed` `conflict` where the event of that id is another one.
 */
export async function appendEvent(
  on: Handle,
  { app_name, user_id, id: session_id }: SessionKey,
  given: NewEvent,
  known: { readonly update_time?: string } = {},
): Promise<Appended | null> {
  const { delta, stored } = changesOf(given.actions ?? {})
  const { session: own, ...shared } = partsOf(delta)
  return on.transaction(async (inside) => {
    const key = { app_name, user_id, id: session_id }
    const session = await first(inside, lock, key)
    if (session === null) return null
    const now = new Date()
    const event = asRow(given, { app_name, user_id, session_id }, stored, now)
    const there = given.id === undefined ? null : await first(inside, byId, event)
    if (there !== null) return { id: asStored(there, event, given).id, update_time: session.update_time }
    if (known.update_time !== undefined && known.update_time !== session.update_time) {
      throw new NotAllowed('conflict', `The session was changed at ${session.update_time}, after it was read. Nothing was written.`)
    }
    if (event.partial === true) return { id: event.id, update_time: session.update_time }
    // Two events of one millisecond are two changes.
    const update_time = new Date(Math.max(now.getTime(), Date.parse(session.update_time) + 1))
    await change(inside, touch, { ...key, state: { ...stateOf(session.state), ...own }, update_time })
    await addToShared(inside, key, shared, update_time)
    await change(inside, insert, event)
    return { id: event.id, update_time: update_time.toISOString() }
  })
}

/**
 * In the order in which they were appended, after the event `after` or from the beginning. Null where the session has no such event
 * (any more); empty where there is no such session.
 */
export async function listEvents(
  on: Handle,
  { app_name, user_id, id: session_id }: SessionKey,
  { after: id, limit = 50 }: { readonly after?: string; readonly limit?: number } = {},
): Promise<readonly EventRow[] | null> {
  const key = { app_name, user_id, session_id }
  if (id === undefined) return all(on, list, { ...key, limit })
  const cursor = await first(on, arrivalOf, { ...key, id })
  return cursor === null ? null : all(on, after, { ...key, arrival: cursor.arrival, limit })
}

/** The last ones, in the order in which they were appended. `since`: only those whose `timestamp` is not before it. */
export async function latestEvents(
  on: Handle,
  { app_name, user_id, id: session_id }: SessionKey,
  { since, limit = 50 }: { readonly since?: Date | string; readonly limit?: number } = {},
): Promise<readonly EventRow[]> {
  const key = { app_name, user_id, session_id, limit }
  return (since === undefined ? await all(on, latest, key) : await all(on, latestSince, { ...key, since })).toReversed()
}

/** `there`, which has the same id. Throws `NotAllowed` `conflict` where it is another event. */
function asStored(there: EventRow, event: ReturnType<typeof asRow>, { timestamp }: NewEvent): EventRow {
  const written = { ...event, timestamp: timestamp === undefined ? there.timestamp : String(instant.encode(timestamp, 'timestamp')) }
  const other = (Object.keys(events.columns) as (keyof EventRow)[]).filter((name) => !sameJson(there[name], written[name]))
  if (other.length === 0) return there
  throw new NotAllowed('conflict', `The event of that id is there with another ${other.join(', ')}. Nothing was written.`)
}

function asRow(
  given: NewEvent,
  key: Pick<EventRow, 'app_name' | 'user_id' | 'session_id'>,
  actions: EventRow['actions'],
  now: Date,
): Omit<EventRow, 'timestamp'> & { readonly timestamp: Date | string } {
  return {
    ...key,
    id: given.id ?? newId(),
    invocation_id: given.invocation_id ?? '',
    author: given.author,
    actions,
    long_running_tool_ids_json: given.long_running_tool_ids_json ?? null,
    branch: given.branch ?? null,
    timestamp: given.timestamp ?? now,
    content: given.content ?? null,
    grounding_metadata: given.grounding_metadata ?? null,
    partial: given.partial ?? null,
    turn_complete: given.turn_complete ?? null,
    error_code: given.error_code ?? null,
    error_message: given.error_message ?? null,
    interrupted: given.interrupted ?? null,
    input_transcription: given.input_transcription ?? null,
    output_transcription: given.output_transcription ?? null,
    custom_metadata: given.custom_metadata ?? null,
    usage_metadata: given.usage_metadata ?? null,
    citation_metadata: given.citation_metadata ?? null,
  }
}
