import { describe, expect, it } from 'vitest'
import { COMPLETE, contest, MIGRATIONS } from './processes/contest.ts'

const ROUNDS = 25
const PROCESSES = 12

describe.each([
  ['better-sqlite3', 'sqlite:app.db'],
  ['libSQL', 'file:app.db'],
])('%s', (_, url) => {
  it(`lets ${PROCESSES} processes start at the same moment on a fresh file, ${ROUNDS} times: none fails, every migration runs once`, async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      const field = contest(url)
      try {
        const ended = await field.upTogether(PROCESSES)
        for (const { code, stderr } of ended) expect(code, `round ${round}: ${stderr}`).toBe(0)
        expect(field.look(), `round ${round}`).toEqual(COMPLETE)
        const applied = ended.flatMap(({ stdout }) => appliedBy(stdout))
        expect(applied.toSorted(), `round ${round}: each migration is claimed by one process`).toEqual([...COMPLETE.receipts.keys()])
        expect(applied).toHaveLength(MIGRATIONS)
      } finally {
        field.dispose()
      }
    }
  }, 600_000)
})

interface Document {
  readonly result: { readonly runs: readonly { readonly steps?: readonly { readonly id: string }[] }[] }
}

function appliedBy(stdout: string): readonly string[] {
  const { result } = JSON.parse(stdout) as Document
  return result.runs.flatMap(({ steps = [] }) => steps.map(({ id }) => id))
}
