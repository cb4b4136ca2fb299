// Owns: running something once for every point at which it can be interrupted.
// Must not know: what it is that runs, what must be true afterwards.

import assert from 'node:assert/strict'
import type { Driver } from '@godwit/core/driver'
import type { Fault, Message } from '../faulty/fault.ts'
import { faulty, type FaultyDriver } from '../faulty/faulty.ts'
import type { Bench } from '../law.ts'

export interface Interruption {
  readonly fault: Fault
  /** What was sent, the message that broke last. */
  readonly messages: readonly Message[]
  /** For messages: `commit, after it took effect (point 7 of 40)`. */
  readonly where: string
}

export interface Trial<Outcome> {
  /** Before anything can go wrong. */
  readonly prepare?: (driver: Driver, bench: Bench) => Promise<void>
  readonly run: (driver: Driver, bench: Bench) => Promise<Outcome>
  /** Texts that must be among the points, each once: a point that is lost proves nothing. */
  readonly statements: readonly string[]
  readonly loses: 'connection' | 'client'
  readonly afterwards: (outcome: Outcome, interruption: Interruption, bench: Bench) => Promise<void>
}

/** Returns the number of interruptions: twice the number of messages of an uninterrupted run, where the subject wants all. */
export async function everyPoint<Outcome>(bench: Bench, { prepare, run, statements, loses, afterwards }: Trial<Outcome>): Promise<number> {
  const attempt = (fault: Fault | undefined): Promise<readonly Message[]> =>
    bench.anew(async (fresh) => {
      await prepare?.(fresh.connect(), fresh)
      const driver = faulty(fresh.connect(), fault)
      const outcome = await run(driver, fresh)
      await driver.close()
      if (fault !== undefined) await afterwards(outcome, { fault, messages: driver.messages, where: whereOf(driver, fault) }, fresh)
      return driver.messages
    })

  const messages = await attempt(undefined)
  for (const text of statements)
    assert.equal(messages.filter((message) => message.text === text).length, 1, `times that this is a point: ${text}`)
  const ends = messages.filter(({ kind }) => kind === 'commit' || kind === 'block end').length
  // Elsewhere a commit is a text like others, and every statement an end.
  const { ddl, batch } = bench.capabilities
  assert.ok(ends > 0 || ddl === 'autocommit' || batch === 'ordered', 'no commit is among the points')
  const faults = [...messages.keys()].flatMap((at) => (['before', 'after'] as const).map((when): Fault => ({ at, when, loses })))
  // An odd step: it meets messages before and after they took effect in turn.
  const chosen = bench.fresh.points === 'every fifth' ? faults.filter((_, index) => index % 5 === 0) : faults
  let interruptions = 0
  await together(chosen, bench.place === 'server' ? AT_ONCE : 1, async (fault) => {
    const seen = await attempt(fault)
    assert.equal(seen[fault.at]?.kind, messages[fault.at]?.kind, `point ${fault.at} is not always the same`)
    interruptions += 1
  })
  assert.equal(interruptions, chosen.length)
  return interruptions
}

/** Most of the time a server's client waits; who has the engine in his own process works. */
const AT_ONCE = 4

/** The first failure ends it, after what is under way has been cleared away. */
async function together<Item>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]()
  const failures: unknown[] = []
  const one = async (): Promise<void> => {
    for (const item of left) {
      if (failures.length > 0) return
      await work(item).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  if (failures.length > 0) throw failures[0]
}

function whereOf(driver: FaultyDriver, { at, when }: Fault): string {
  assert.ok(driver.struck !== undefined, `point ${at} was never reached`)
  const { kind, text } = driver.struck
  return `${when} point ${at}, ${kind}${text === undefined ? '' : ` ${text.slice(0, 60)}`}`
}
