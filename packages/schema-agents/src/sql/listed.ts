// Owns: a part of a list together with how many there are.
// Must not know: what is listed.

import { all, first, type Handle } from './handle.ts'
import type { Listed } from './page.ts'
import type { Query } from './query.ts'

/** Two queries with the same parameters. What others insert between them is in the one and not in the other. */
export async function listed<Params, Row>(
  on: Handle,
  rows: Query<Params, Row>,
  counting: Query<Params, { readonly total: number }>,
  params: Params,
): Promise<Listed<Row>> {
  const found = await all(on, rows, params)
  return { rows: found, total: (await first(on, counting, params))?.total ?? 0 }
}
