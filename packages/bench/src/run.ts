// Owns: rounds. The floor runs immediately before each contestant, every call in a fresh process, and the oracle looks at the result.
// Must not know: what a contestant does, how results are printed.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { openArena, type Ring } from './arena.ts'
import { CONTESTANTS, type Engine, FAMILY, FLOOR } from './contestant.ts'
import { perform } from './perform.ts'
import { ABSENT, type Answer, type Task, type Verb, VERBS } from './task.ts'
import { workload } from './workload.ts'

export interface Contest {
  readonly engine: Engine
  readonly count: number
  readonly rounds: number
  /** Milliseconds that a message and its answer take more than on this machine. */
  readonly latencyMs: number
  readonly contestants: readonly string[]
  /** An empty folder of this contest's own. */
  readonly folder: string
  readonly progress: (text: string) => void
}

/** One call and the floor's call just before it. */
export interface Pair {
  readonly contestant: string
  readonly engine: Engine
  readonly count: number
  readonly latencyMs: number
  readonly verb: Verb
  readonly round: number
  readonly floor: Answer
  readonly own: Answer
}

/** Throws when a contestant fails, or when the oracle finds that it did not do the work. */
export async function run(contest: Contest): Promise<readonly Pair[]> {
  const { engine, count, rounds, latencyMs, folder, progress } = contest
  const arena = await openArena(engine, { folder, latencyMs })
  try {
    const full = await arena.expected(workload(count, FAMILY[engine]))
    const empty = await arena.expected([])
    const contestants = contest.contestants.filter((name) => CONTESTANTS.get(name)?.engines.includes(engine))
    const task = (contestant: string, verb: Task['verb'], address: string): Task => ({
      contestant,
      engine,
      verb,
      count,
      folder: join(folder, contestant),
      address,
    })

    /** Runs and checks one call. */
    const checked = async (contestant: string, verb: Verb, ring: Ring): Promise<Answer | typeof ABSENT> => {
      const answer = await perform(task(contestant, verb, ring.address))
      if (answer === ABSENT) return ABSENT
      if ((await ring.snapshot()) !== (verb === 'down' ? empty : full))
        throw new Error(`${contestant} did other work: ${engine}, ${count} migrations, ${verb}`)
      if (answer.applied !== undefined && answer.applied !== count)
        throw new Error(`${contestant} says that ${answer.applied} of ${count} are applied`)
      return answer
    }

    for (const name of new Set([FLOOR, ...contestants])) {
      mkdirSync(join(folder, name))
      await perform(task(name, 'prepare', ''))
    }
    const pairs: Pair[] = []
    for (let round = 1; round <= rounds; round++) {
      for (const name of contestants) {
        progress(`${engine}, ${count} migrations, round ${round} of ${rounds}: ${name}`)
        const rings = { floor: await arena.ring(), own: await arena.ring() }
        for (const verb of VERBS) {
          const floor = await checked(FLOOR, verb, rings.floor)
          const own = await checked(name, verb, rings.own)
          if (floor !== ABSENT && own !== ABSENT) pairs.push({ contestant: name, engine, count, latencyMs, verb, round, floor, own })
        }
        for (const ring of [rings.floor, rings.own]) await ring.drop()
      }
    }
    return pairs
  } finally {
    await arena.close()
  }
}
