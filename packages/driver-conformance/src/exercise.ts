// Owns: running one law on a fresh database, with an end to patience.
// Must not know: vitest, any single law.

import { workshop } from './bench.ts'
import type { Law } from './law.ts'
import type { Subject } from './subject.ts'

const PATIENCE_MS = 60_000

/** Milliseconds after which `exercise` has certainly settled, for a test runner's own limit. */
export function limitOf(law: Law): number {
  return 2 * (law.patience ?? PATIENCE_MS)
}

/** Rejects when the driver breaks the law, hangs, or leaves something behind that cannot be closed. */
export async function exercise(law: Law, open: Subject['open']): Promise<void> {
  const { bench, dismantle } = await workshop(open)
  const patience = law.patience ?? PATIENCE_MS
  const failures: unknown[] = []
  try {
    await within(patience, () => `no answer within ${patience} ms: ${law.concept}: ${law.name}`, law.run(bench))
  } catch (error) {
    failures.push(error)
  }
  try {
    failures.push(...(await within(patience, () => `closing takes longer than ${patience} ms`, dismantle())))
  } catch (error) {
    failures.push(error)
  }
  // The first is the cause; what follows is mostly its consequence.
  if (failures.length > 0) throw failures[0]
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
