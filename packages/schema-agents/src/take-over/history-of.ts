// Owns: how far a history says that it is, where it names each migration, or only the last of them.
// Must not know: which original it is of, tables.

import type { Claimed, Row } from '@godwit/core'

/** What a history calls a migration, and the migration of ours that makes the same; in the order in which they are applied. */
export type Steps = readonly (readonly [claim: string, id: string])[]

/** Those that it names must be the first of `steps`, without a gap. `base`: what is there before any of them. */
export function namesEach(steps: Steps, claims: readonly string[], base?: string): Claimed {
  const unknown = claims.filter((claim) => steps.every(([known]) => known !== claim))
  if (unknown.length > 0) return stranger(steps, unknown)
  const applied = steps.filter(([known]) => claims.includes(known))
  const gap = steps.slice(0, applied.length).find(([known]) => !claims.includes(known))
  if (gap !== undefined) return unclear(`it names ${quoted(claims.toSorted())} without '${gap[0]}', which comes before`)
  return upTo(applied.at(-1)?.[1] ?? base)
}

/** It names one, and all before that one are meant too. */
export function namesLast(steps: Steps, claims: readonly string[]): Claimed {
  const [claim, ...others] = claims
  if (others.length > 0) return unclear(`it names ${quoted(claims.toSorted())}, and can be at one of them only`)
  if (claim === undefined) return upTo(undefined)
  const step = steps.find(([known]) => known === claim)
  return step === undefined ? stranger(steps, [claim]) : upTo(step[1])
}

/** The texts in one column. */
export function named(rows: readonly Row[], column: string): readonly string[] {
  return rows.map((row) => String(row[column]))
}

function upTo(id: string | undefined): Claimed {
  return id === undefined ? unclear('it is empty: nothing of it was ever applied') : { known: true, to: id }
}

function stranger(steps: Steps, claims: readonly string[]): Claimed {
  return unclear(`it names ${quoted(claims)}, which ${quoted(steps.map(([known]) => known))} does not include`)
}

function unclear(why: string): Claimed {
  return { known: false, why }
}

function quoted(claims: readonly string[]): string {
  return claims.map((claim) => `'${claim}'`).join(', ')
}
