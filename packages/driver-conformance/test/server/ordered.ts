// Owns: PostgreSQL through a client that sends one statement after the other, as a client does that has no batch.
// Must not know: laws.

import type { Driver } from '@godwit/core/driver'
import { postgresReference } from './postgres.ts'

export function orderedReference(url: string): Driver {
  return postgresReference(url, 'ordered')
}
