// Owns: running one law on a fresh database, with an end to patience.
// Must not know: vitest, any single law.

import { inWorkshop } from './bench.ts'
import type { Law } from './law.ts'
import type { Subject } from './subject.ts'

const PATIENCE_MS = 60_000

/** Milliseconds after which `exercise` has certainly settled, for a test runner's own limit. */
export function limitOf(law: Law): number {
  return 2 * (law.patience ?? PATIENCE_MS) + 1_000
}

/** Rejects when the driver breaks the law, hangs, or leaves something behind that cannot be closed. */
export async function exercise(law: Law, open: Subject['open']): Promise<void> {
  const patience = law.patience ?? PATIENCE_MS
  const late = (): string => `no answer within ${patience} ms: ${law.concept}: ${law.name}`
  // A law that hangs is given up before its bench is cleared away, which ends what it waits for.
  const judged = inWorkshop(open, (bench) => within(patience, late, law.run(bench)))
  await within(limitOf(law), () => `closing takes longer than ${patience} ms: ${law.concept}: ${law.name}`, judged)
}

async function within<Value>(ms: number, words: () => string, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words())), ms)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
