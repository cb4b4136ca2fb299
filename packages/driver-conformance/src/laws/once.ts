// Owns: however many runners there are, each migration is applied once.
// Must not know: how they take turns.

import assert from 'node:assert/strict'
import type { Bench, Law } from '../law.ts'
import type { Answer } from '../process/message.ts'
import { dump } from '../product/dump.ts'
import { library } from '../product/library.ts'
import { arrived, committed, runner } from '../product/runner.ts'

const RUNNERS = 5
const PROCESSES = 4
const ROUNDS = 5

export const once: readonly Law[] = [
  {
    concept: 'once',
    name: 'five runners that start at the same moment on an empty database apply every migration once, and all of them end well',
    patience: 120_000,
    run: async (bench) => {
      for (let round = 0; round < ROUNDS; round++) {
        await bench.anew(async (fresh) => {
          const migrations = library(fresh)
          const reports = await Promise.all(Array.from({ length: RUNNERS }, () => runner(fresh.connect(), migrations).up()))
          for (const [index, report] of reports.entries()) arrived(report, `round ${round}, runner ${index}`)
          await each(fresh, reports.flatMap(committed), `round ${round}`)
        })
      }
    },
  },
  {
    concept: 'once',
    name: 'so do four processes',
    patience: 120_000,
    gate: (facts) => facts.offers.elsewhere,
    run: async (bench) => {
      for (let round = 0; round < ROUNDS; round++) {
        await bench.anew(async (fresh) => {
          const peers = await Promise.all(Array.from({ length: PROCESSES }, () => fresh.peer()))
          const answers = await Promise.all(peers.map((peer) => peer.ask({ ask: 'up', tell: 'nothing' })))
          for (const [index, answer] of answers.entries()) endedWell(answer, `round ${round}, process ${index}`)
          await each(fresh, answers.flatMap((answer) => (answer.outcome === 'ran' ? answer.ids : [])), `round ${round}`)
        })
      }
    },
  },
  {
    concept: 'once',
    name: 'a process that is killed at any of its events leaves nothing to do by hand: the next run arrives at the same database',
    patience: 240_000,
    gate: (facts) => facts.offers.elsewhere && facts.capabilities.ddl === 'transactional',
    run: async (bench) => {
      let kills = 0
      for (let nth = 1; ; nth++) {
        const survived = await bench.anew(async (fresh) => {
          const peer = await fresh.peer()
          let heard = 0
          const answer = await peer.ask({ ask: 'up', tell: 'events' }, () => {
            heard += 1
            // What the kernel has not been told yet when the signal comes is lost with the process.
            if (heard === nth) void peer.kill()
          })
          await peer.kill()
          arrived(await runner(fresh.connect(), library(fresh)).up(), `after a kill at event ${nth}`)
          await each(fresh, undefined, `after a kill at event ${nth}`)
          if (heard >= nth) kills += 1
          return answer.outcome === 'ran' && heard < nth
        })
        if (survived) break
      }
      assert.ok(kills > library(bench).length, `kills: ${kills}`)
    },
  },
]

/** `ids`: what all runners together say they applied; undefined where one of them could not say. */
async function each(fresh: Bench, ids: readonly string[] | undefined, what: string): Promise<void> {
  if (ids !== undefined) assert.deepEqual([...ids].toSorted(), library(fresh).map(({ id }) => id), `${what}: what all of them say they applied`)
  const expected = await fresh.anew(async (alone) => {
    arrived(await runner(alone.connect(), library(alone)).up(), 'a runner alone')
    return dump(await alone.open(), alone, 'all')
  })
  assert.deepEqual(await dump(await fresh.open(), fresh, 'all'), expected, what)
}

function endedWell(answer: Answer, what: string): void {
  assert.ok(answer.outcome === 'ran', `${what}: ${JSON.stringify(answer)}`)
  assert.match(answer.report, /^(migrated|up-to-date)$/, what)
}
