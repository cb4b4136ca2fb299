import { describe, expect, it } from 'vitest'
import { COMPLETE, contest, type Found, MIGRATIONS } from './processes/contest.ts'

const SEEDS = 200

describe.each([
  ['better-sqlite3', 'sqlite:app.db'],
  ['libSQL', 'file:app.db'],
])('%s', (_, url) => {
  it(`converges with the next run after kill -9 at ${SEEDS} random moments`, async () => {
    const whole = await duration(url)
    let halfWay = 0
    const one = async (seed: number): Promise<void> => {
      const field = contest(url)
      try {
        // From the middle on: before it the process is still being loaded.
        const moment = whole * (0.45 + 0.6 * random(seed))
        await field.up(moment)
        const left = field.look()
        expect(left.integrity, `seed ${seed}, killed after ${moment} ms`).toBe('ok')
        expect(left.probes, `seed ${seed}: what is recorded is what was done`).toEqual([...left.receipts.keys()].map(Number.parseFloat))
        if (isHalfWay(left)) halfWay++
        const { code, stderr } = await field.up()
        expect(code, `seed ${seed}, killed after ${moment} ms: ${stderr}`).toBe(0)
        expect(field.look(), `seed ${seed}, killed after ${moment} ms`).toEqual(COMPLETE)
      } finally {
        field.dispose()
      }
    }
    for (let seed = 1; seed <= SEEDS; seed += 2) await Promise.all([one(seed), one(seed + 1)])
    // A test whose kills all came too early or too late would show nothing.
    expect(halfWay).toBeGreaterThan(0)
  }, 600_000)
})

function isHalfWay({ receipts }: Found): boolean {
  return receipts.size > 0 && receipts.size < MIGRATIONS
}

async function duration(url: string): Promise<number> {
  const took: number[] = []
  for (let run = 0; run < 3; run++) {
    const fields = [contest(url), contest(url)]
    const ended = await Promise.all(fields.map((field) => field.up()))
    took.push(...ended.map((one) => one.took))
    for (const field of fields) field.dispose()
  }
  return took.toSorted((a, b) => a - b)[3] ?? 0
}

/** The same fraction for the same seed, so that a failure can be tried again: mulberry32. */
function random(seed: number): number {
  let t = (seed * 0x6d2b79f5) >>> 0
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
