// Owns: rounds. The floor runs immediately before each contestant, every call in a fresh process, and the oracle looks at the result.
// Must not know: what a contestant does, how results are printed.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { CONTESTANTS, type Engine, FLOOR } from './contestant.ts'
import { expected, snapshot } from './oracle.ts'
import { perform } from './perform.ts'
import { ABSENT, type Answer, type Task, type Verb, VERBS } from './task.ts'
import { workload } from './workload.ts'

export interface Contest {
  readonly engine: Engine
  readonly count: number
  readonly rounds: number
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
  readonly verb: Verb
  readonly round: number
  readonly floor: Answer
  readonly own: Answer
}

/** Throws when a contestant fails, or when the oracle finds that it did not do the work. */
export async function run(contest: Contest): Promise<readonly Pair[]> {
  const { engine, count, rounds, folder, progress } = contest
  const full = expected(workload(count))
  const empty = expected([])
  const contestants = contest.contestants.filter((name) => CONTESTANTS.get(name)?.engines.includes(engine))
  const task = (contestant: string, verb: Task['verb'], file: string): Task => ({
    contestant,
    engine,
    verb,
    count,
    folder: join(folder, contestant),
    file,
  })

  /** Runs and checks one call. */
  async function checked(contestant: string, verb: Verb, file: string): Promise<Answer | typeof ABSENT> {
    const answer = await perform(task(contestant, verb, file))
    if (answer === ABSENT) return ABSENT
    if (snapshot(file) !== (verb === 'down' ? empty : full))
      throw new Error(`${contestant} did other work: ${engine}, ${count} migrations, ${verb}`)
    if (answer.applied !== undefined && answer.applied !== count)
      throw new Error(`${contestant} says that ${answer.applied} of ${count} are applied`)
    return answer
  }

  for (const name of new Set([FLOOR, ...contestants])) {
    mkdirSync(join(folder, name))
    await perform(task(name, 'prepare', ''))
  }
  const files = { floor: join(folder, 'floor.db'), own: join(folder, 'own.db') }
  const pairs: Pair[] = []
  for (let round = 1; round <= rounds; round++) {
    for (const name of contestants) {
      progress(`${engine}, ${count} migrations, round ${round} of ${rounds}: ${name}`)
      for (const verb of VERBS) {
        const floor = await checked(FLOOR, verb, files.floor)
        const own = await checked(name, verb, files.own)
        if (floor !== ABSENT && own !== ABSENT) pairs.push({ contestant: name, engine, count, verb, round, floor, own })
      }
      for (const file of [files.floor, files.own]) rmSync(file)
    }
  }
  return pairs
}
