// Owns: which rows of a table are searched.
// Must not know: what they are searched for.

import type { byIndex } from '../sql/by-index.ts'
import type { Part } from '../sql/part.ts'

/** A condition is on the table `m`, with `AND` in front. */
export type Scope<Params> =
  | { readonly of: 'all' }
  /** They are read by the index of that name, newest first where `descending` stands behind the key. */
  | { readonly of: 'session'; readonly condition: Part<Params>; readonly index: Parameters<typeof byIndex>[0]; readonly descending: Part }
  /** Few rows, which no index gives in order. */
  | { readonly of: 'some'; readonly condition: Part<Params> }

export const all: Scope<unknown> = { of: 'all' }
