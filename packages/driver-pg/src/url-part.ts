// Owns: reading a part of a URL, and refusing one.
// Must not know: which parts there are.

import { refusal } from './refusal.ts'

export function portFrom(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw refused('its port is not a number from 1 to 65535')
  return port
}

export function decode(text: string, what: string): string {
  let decoded: string
  try {
    decoded = decodeURIComponent(text)
  } catch {
    throw refused(`its ${what} has a % that does not begin the code of a character; a % itself is written %25`)
  }
  if (decoded.includes('\0')) throw refused(`its ${what} holds a NUL character`)
  return decoded
}

export function refused(why: string): Error {
  return refusal('connection', `The URL of the database cannot be used: ${why}.`)
}
