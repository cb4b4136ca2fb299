import { describe, expect, test } from 'vitest'
import { factsOf } from '../src/bench.ts'
import { exercise } from '../src/exercise.ts'
import type { Law } from '../src/law.ts'
import { laws } from '../src/laws/index.ts'
import { standing } from '../src/standing.ts'
import { batches } from './broken/batches.ts'
import { claims } from './broken/claims.ts'
import { connections } from './broken/connections.ts'
import { errors } from './broken/errors.ts'
import { processes } from './broken/processes.ts'
import { products } from './broken/products.ts'
import { sessions } from './broken/sessions.ts'
import { transactions } from './broken/transactions.ts'
import { values } from './broken/values.ts'
import { onFile } from './reference/on-file.ts'
import { onNetwork } from './remote/on-network.ts'

const bugs = [...claims, ...values, ...errors, ...transactions, ...batches, ...sessions, ...processes, ...connections, ...products]

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
  const proven = new Set(bugs.flatMap(({ caughtBy }) => caughtBy))
  expect(laws.map((law) => law.name).filter((name) => !proven.has(name))).toEqual([])
})

test('every law has a name of its own', () => {
  expect(new Set(laws.map((law) => law.name)).size).toBe(laws.length)
})

function named(name: string): Law {
  const law = laws.find((candidate) => candidate.name === name)
  if (law === undefined) throw new Error(`there is no law: ${name}`)
  return law
}
