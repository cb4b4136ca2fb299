// Owns: the ids of rows as a program makes and checks them.
// Must not know: rows.

import { newId } from '../../sql/new-id.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A random UUID, as a row without an id of the caller's gets one. */
export function generateUuid(): string {
  return newId()
}

/** As rows have it, in small letters and with dashes; null where `given` is no UUID. An id is a text: `A…` and `a…` would be two. */
export function safeUuid(given: string): string | null {
  const id = given.trim().toLowerCase()
  return UUID.test(id) ? id : null
}
