// Owns: which part of a state belongs to whom.
// Must not know: databases.

import { expect, test } from 'vitest'
import { changesOf, merged, partsOf, stateOf } from '../../src/lines/agent-state/state.ts'

test('a key is of the app, the user, the session or nobody, as its prefix says', () => {
  const state = { 'app:a': 1, 'user:u': null, 'temp:t': 2, s: 0, 'apple:x': false, 'a:app:b': '' }
  expect(partsOf(state)).toEqual({ app: { a: 1 }, user: { u: null }, session: { s: 0, 'apple:x': false, 'a:app:b': '' } })
  const { 'temp:t': _, ...kept } = state
  expect(merged(partsOf(state))).toEqual(kept)
})

test('a key that every object has is a key like others', () => {
  const state = JSON.parse('{"__proto__": {"x": 1}, "app:__proto__": 2, "constructor": 3}') as { [key: string]: number }
  expect(JSON.stringify(merged(partsOf(state)))).toBe('{"__proto__":{"x":1},"constructor":3,"app:__proto__":2}')
})

test('the change of a state is read under both of its names, and stored without what is of this call only', () => {
  for (const name of ['state_delta', 'stateDelta']) {
    const { delta, stored } = changesOf({ [name]: { a: 1, 'temp:b': 2 }, escalate: true })
    expect(delta).toEqual({ a: 1, 'temp:b': 2 })
    expect(stored).toEqual({ [name]: { a: 1 }, escalate: true })
  }
  expect(changesOf({ escalate: true })).toEqual({ delta: {}, stored: { escalate: true } })
  expect(changesOf([])).toEqual({ delta: {}, stored: [] })
  expect(() => changesOf({ state_delta: [1] })).toThrow('actions.state_delta takes an object')
})

test('what somebody else wrote instead of an object is an empty state', () => {
  expect([null, [], 1, 'a'].map(stateOf)).toEqual([{}, {}, {}, {}])
})
