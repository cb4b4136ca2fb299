import { describe, expect, test } from 'vitest'
import { factsOf } from '../src/bench.ts'
import { exercise } from '../src/exercise.ts'
import { laws } from '../src/laws/index.ts'
import { standing } from '../src/standing.ts'
import { bugs, serverBugs } from './broken/all.ts'
import { named } from './broken/named.ts'
import { onFile } from './reference/on-file.ts'
import { onNetwork } from './remote/on-network.ts'

describe('a driver is caught that', () => {
  for (const { bug, make, caughtBy, says, built, patience = 60_000 } of bugs) {
    for (const name of caughtBy) {
      test(`${bug}, by: ${name}`, async () => {
        const law = named(name)
        const open = async (): ReturnType<typeof onFile> => ({
          ...(await (typeof make === 'function' ? onFile(make, built) : onNetwork(make.over))),
          secrets: ['hunter2-secret'],
        })
        const fresh = await open()
        expect(standing(law, factsOf(fresh.connect(), fresh)).kind, 'the law applies to this driver').toBe('applies')
        await fresh.dispose()
        await expect(exercise({ ...law, patience }, open)).rejects.toThrow(says)
      })
    }
  }
})

test('every law has caught a driver', () => {
  const proven = new Set([...bugs, ...serverBugs].flatMap(({ caughtBy }) => caughtBy))
  expect(laws.map((law) => law.name).filter((name) => !proven.has(name))).toEqual([])
})

test('every law has a name of its own', () => {
  expect(new Set(laws.map((law) => law.name)).size).toBe(laws.length)
})
