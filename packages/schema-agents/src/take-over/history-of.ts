// Owns: how far a history says that it is, where it has a row for each migration, or one row with the last of them.
// Must not know: which original it is of, tables.

import type { Claimed, Row } from '@godwit/core'

/** What a history calls a migration, and the migration of ours that makes the same; in the order in which they are applied. */
export type Steps = readonly (readonly [claim: string, id: string])[]

/** `column` of every row names a migration. Those that are applied must be the first of `steps`, without a gap. */
export function rowForEach(steps: Steps, column: string, rows: readonly Row[]): Claimed {
  const claims = rows.map((row) => String(row[column]))
  const unknown = claims.filter((claim) => steps.every(([known]) => known !== claim))
  if (unknown.length > 0) return unclear(`it names ${quoted(unknown)}, which ${quoted(steps.map(([known]) => known))} does not include`)
  const applied = steps.filter(([known]) => claims.includes(known))
  const gap = steps.slice(0, applied.length).find(([known]) => !claims.includes(known))
  if (gap !== undefined) return unclear(`it names ${quoted(claims.toSorted())} without '${gap[0]}', which comes before`)
  return upTo(applied.at(-1))
}

/** `column` of its only row names the last migration. */
export function rowForLast(steps: Steps, column: string, rows: readonly Row[]): Claimed {
  const claims = rows.map((row) => String(row[column]))
  const [claim, ...others] = claims
  if (others.length > 0) return unclear(`it names ${quoted(claims.toSorted())}, and can be at one of them only`)
  if (claim === undefined) return upTo(undefined)
  const step = steps.find(([known]) => known === claim)
  return step === undefined
    ? unclear(`it names ${quoted([claim])}, which ${quoted(steps.map(([known]) => known))} does not include`)
    : upTo(step)
}

function upTo(step: Steps[number] | undefined): Claimed {
  return step === undefined ? unclear('it is empty: nothing of it was ever applied') : { known: true, to: step[1] }
}

function unclear(why: string): Claimed {
  return { known: false, why }
}

function quoted(claims: readonly string[]): string {
  return claims.map((claim) => `'${claim}'`).join(', ')
}
