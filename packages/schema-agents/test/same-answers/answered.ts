// Owns: what a function answered, in words that are the same wherever it means the same: what is numbered, timed or drawn by lot is left out.
// Must not know: functions, engines.

import { isDriverError } from '@godwit/core'
import { isNotAllowed } from '../../src/index.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const MOMENT_INSIDE = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g
const API_KEY = /^ten_[\w-]{43}$/
const API_KEY_PREFIX = /^ten_[\w-]{4}$/

const MILLISECONDS = /\b\d{13}\b/g

/** Given by a test, and so to be told. */
const GIVEN = '2026-11-20T'

/** `given`: names of what the database numbers, such as `id`; their numbers differ by what was undone before. */
export function answered(value: unknown, given: ReadonlySet<string>): string {
  return (
    JSON.stringify(value, (name, each: unknown) => {
      if (typeof each === 'bigint') return `${each}n`
      if (typeof each === 'number' && given.has(name)) return '(number)'
      if (typeof each === 'object' && each !== null && 'alg' in each && 'kid' in each) return `(hidden under ${String(each.kid)})`
      if (name === 'next' && typeof each === 'string') return '(place)'
      if (typeof each !== 'string' || each.startsWith(GIVEN)) return each
      if (UUID.test(each)) return '(id)'
      if (API_KEY.test(each)) return '(API key)'
      if (API_KEY_PREFIX.test(each)) return '(beginning of an API key)'
      return MOMENT.test(each) ? '(moment)' : each
    }) ?? 'undefined'
  )
}

/** What JavaScript says by itself where no object was given. */
const OF_JAVASCRIPT = /^Cannot |is not (?:iterable|a function)/

/** A refusal of ours is told in full, a database's by its reason: the words are its own, as are those of JavaScript. */
export function refused(error: unknown): string {
  if (error instanceof TypeError && OF_JAVASCRIPT.test(error.message)) return 'TypeError'
  if (isDriverError(error)) return `the database: ${error.reason}`
  if (isNotAllowed(error))
    return `not allowed, ${error.rule}: ${error.message.replaceAll(MOMENT_INSIDE, '(moment)').replaceAll(MILLISECONDS, '(moment)')}`
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
