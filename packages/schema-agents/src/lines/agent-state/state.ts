// Owns: which part of a state belongs to whom, told by the prefix of its key.
// Must not know: tables.

import type { Json } from '../../sql/kind.ts'
import { assertNamed } from '../../sql/named.ts'
import type { State } from './rows.ts'

/** A state in its parts, the keys without their prefixes. */
export interface Parts {
  /** `app:`: of all sessions of the app. */
  readonly app: State
  /** `user:`: of all sessions of this user with the app. */
  readonly user: State
  /** Without a prefix. */
  readonly session: State
}

/** What begins with `temp:` is of this call and no part of it. Throws `TypeError` on what is no object. */
export function partsOf(state: State): Parts {
  assertNamed(state, 'state')
  const kept = withoutTemp(state)
  return {
    app: beginningWith('app:', kept),
    user: beginningWith('user:', kept),
    session: Object.fromEntries(Object.entries(kept).filter(([key]) => !/^(?:app|user):/.test(key))),
  }
}

/** As an agent sees it: all parts under their prefixes. */
export function merged({ app, user, session }: Parts): State {
  return { ...session, ...prefixed('app:', app), ...prefixed('user:', user) }
}

export function withoutTemp(state: State): State {
  return Object.fromEntries(Object.entries(state).filter(([key]) => !key.startsWith('temp:')))
}

/** What a row holds: an object, unless somebody else wrote it. */
export function stateOf(value: Json): State {
  return isObject(value) ? value : {}
}

/** The actions of an event, what they change, and how they are stored. ADK writes `state_delta` in Python and `stateDelta` in TypeScript. */
export function changesOf(actions: Json): { readonly delta: State; readonly stored: Json } {
  if (!isObject(actions)) return { delta: {}, stored: actions }
  const name = Object.hasOwn(actions, 'stateDelta') ? 'stateDelta' : 'state_delta'
  const delta = actions[name] ?? {}
  if (!isObject(delta)) throw new TypeError(`actions.${name} takes an object.`)
  return { delta, stored: Object.hasOwn(actions, name) ? { ...actions, [name]: withoutTemp(delta) } : actions }
}

function beginningWith(prefix: string, state: State): State {
  return Object.fromEntries(
    Object.entries(state).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [])),
  )
}

function prefixed(prefix: string, state: State): State {
  return Object.fromEntries(Object.entries(state).map(([key, value]) => [`${prefix}${key}`, value]))
}

function isObject(value: Json): value is State {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
