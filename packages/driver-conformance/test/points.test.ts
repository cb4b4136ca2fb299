// Owns: how many points the crash laws try on the reference driver: a number that shrinks is a hole.
// Must not know: what happens at them.

import { afterEach, beforeEach, expect, test } from 'vitest'

import { inWorkshop } from '../src/bench.ts'
import type { Fault, Message } from '../src/faulty/fault.ts'
import { faulty } from '../src/faulty/faulty.ts'
import { everyPoint } from '../src/product/every-point.ts'
import { journaledLibrary, library } from '../src/product/library.ts'
import { arrived, runner } from '../src/product/runner.ts'
import type { Fresh } from '../src/subject.ts'
import { wordsOf } from '../src/words/of-family.ts'
import { reference } from './reference/driver.ts'
import { onFile } from './reference/on-file.ts'

let fresh: Fresh
beforeEach(async () => {
  fresh = await onFile(reference)
})
afterEach(() => fresh.dispose())

async function pointsOf(make: typeof library): Promise<ReadonlyMap<Message['kind'], number>> {
  const driver = faulty(fresh.connect())
  arrived(await runner(driver, make({ dialect: driver.dialect, words: wordsOf('sqlite') })).up(), 'up')
  await driver.close()
  const kinds = new Map<Message['kind'], number>()
  for (const { kind } of driver.messages) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  return kinds
}

test('of the library: four blocks, six transactions, and all that is in them', async () => {
  const points = await pointsOf(library)
  // Four migrations, the bookkeeping in the block of the first; a receipt and a last word for each, and its statements between.
  expect(points.get('block end')).toBe(4)
  expect(points.get('statement')).toBe(29)
  // The function, its three durable steps and their receipt, and the migration that looks first.
  expect(points.get('begin')).toBe(6)
  expect(points.get('commit')).toBe(6)
  expect(points.get('run')).toBeGreaterThanOrEqual(20)
})

test('of statements that are recorded one by one: an intent, the statement and its close, each by itself', async () => {
  const statements = 8
  expect((await pointsOf(journaledLibrary)).get('run')).toBeGreaterThanOrEqual(3 * statements)
})

test('where every fifth is enough, a fifth is met, before messages took effect and after', async () => {
  const met: Fault[] = []
  const interruptions = await inWorkshop(
    async () => ({ ...(await onFile(reference)), points: 'every fifth' }),
    (bench) =>
      everyPoint(bench, {
        loses: 'client',
        statements: [],
        run: (driver) => runner(driver, library(bench)).up(),
        afterwards: async (_, { fault }) => void met.push(fault),
      }),
  )
  const messages = [...(await pointsOf(library)).values()].reduce((sum, count) => sum + count)
  expect(interruptions).toBe(Math.ceil((2 * messages) / 5))
  expect(met).toHaveLength(interruptions)
  expect(new Set(met.map(({ when }) => when))).toEqual(new Set(['before', 'after']))
})
