// Owns: T8: processes whose clocks are a day off, in both directions, beside one whose clock is right.
// Must not know: engines.

import type { Fault } from '../fault.ts'
import { tally } from '../figures.ts'
import { oneRound } from './race.ts'

const DAY_MS = 86_400_000

export const clocks: Fault = {
  id: 'T8',
  title: 'clocks a day fast and a day slow',
  exempt: () => undefined,
  async run(engine, size) {
    const count = tally()
    for (let round = 1; round <= (size === 'full' ? 50 : 2); round++) {
      const database = await engine.fresh()
      try {
        await oneRound({ database, family: engine.family }, [[shifted(-DAY_MS)], [], [shifted(DAY_MS)]], `round ${round}`, count)
      } finally {
        await database.drop()
      }
    }
    return count.figures()
  },
}

/** A module after which `Date` is wrong by so much. The monotonic clock stays: no administrator can turn that back. */
function shifted(ms: number): string {
  const text = `const { now } = Date
globalThis.Date = class extends Date {
  constructor(...given) { given.length === 0 ? super(now() + ${ms}) : super(...given) }
  static now() { return now() + ${ms} }
}`
  return `data:text/javascript,${encodeURIComponent(text)}`
}
