// Owns: the line `agents-mended`: what a database that was taken over lacks against one that the line `agents` made.
// Must not know: how it was taken over, queries.

import { defineLine, type Line } from '@godwit/core'
import { addMissingKeys } from './migrations/001_add_missing_keys.ts'

/**
 * For a database that was made by Cherry Studio and taken over, and for no other: afterwards it is as the line `agents` makes it.
 * SQLite and libSQL, which are what the original has.
 */
export const agentsMended: Line = defineLine({
  name: 'agents-mended',
  dialects: ['sqlite'],
  requires: ['agents>=002'],
  migrations: [addMissingKeys],
})
