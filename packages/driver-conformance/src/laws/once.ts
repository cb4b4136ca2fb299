// Owns: however many runners there are, each migration is applied once.
// Must not know: how they take turns.

import assert from 'node:assert/strict'

import type { Migration } from '@godwit/core'

import type { Bench, Law } from '../law.ts'
import type { Answer } from '../process/message.ts'
import { dump, type Dump } from '../product/dump.ts'
import { expireLease } from '../product/expire-lease.ts'
import { library, longLibrary } from '../product/library.ts'
import { arrived, committed, runner } from '../product/runner.ts'
import { undisturbed } from '../product/undisturbed.ts'

const RUNNERS = 5
const PROCESSES = 4
const ROUNDS = 5

export const once: readonly Law[] = [
  {
    concept: 'once',
    name: 'five runners that start at the same moment on an empty database apply every migration once, and all of them end well',
    patience: 600_000,
    run: async (bench) => {
      const migrations = longLibrary(bench)
      const expected = await undisturbed(bench, migrations)
      for (let round = 0; round < ROUNDS; round++) {
        await bench.anew(async (fresh) => {
          const reports = await Promise.all(Array.from({ length: RUNNERS }, () => runner(fresh.connect(), migrations).up()))
          for (const [index, report] of reports.entries()) arrived(report, `round ${round}, runner ${index}`)
          shared(migrations, reports.flatMap(committed), `round ${round}`)
          await sameAs(expected, fresh, `round ${round}`)
        })
      }
    },
  },
  {
    concept: 'once',
    name: 'so do four processes',
    patience: 600_000,
    needs: 'elsewhere',
    run: async (bench) => {
      const migrations = longLibrary(bench)
      const expected = await undisturbed(bench, migrations)
      for (let round = 0; round < ROUNDS; round++) {
        await bench.anew(async (fresh) => {
          const peers = await Promise.all(Array.from({ length: PROCESSES }, () => fresh.peer()))
          const answers = await Promise.all(peers.map((peer) => peer.ask({ ask: 'up', which: 'long', diesAt: 0 })))
          const ids = answers.flatMap((answer, index) => endedWell(answer, `round ${round}, process ${index}`))
          shared(migrations, ids, `round ${round}`)
          await sameAs(expected, fresh, `round ${round}`)
        })
      }
    },
  },
  {
    concept: 'once',
    name: 'a process that is killed at any of its events leaves nothing to do by hand: the next run arrives at the same database',
    patience: 900_000,
    needs: 'elsewhere',
    run: async (bench) => {
      const migrations = library(bench)
      const expected = await undisturbed(bench, migrations)
      for (let event = 1; ; event++) {
        const answer = await bench.anew(async (fresh) => {
          const peer = await fresh.peer()
          const last = await peer.ask({ ask: 'up', which: 'short', diesAt: event })
          await peer.kill()
          await expireLease(await fresh.open(), fresh)
          arrived(await runner(fresh.connect(), migrations).up(), `after a kill at event ${event}`)
          await sameAs(expected, fresh, `after a kill at event ${event}`)
          return last
        })
        if (answer.outcome === 'gone') continue
        endedWell(answer, 'a run of fewer events')
        // Planned, and for each migration begun and done, at least.
        assert.ok(event > 2 * migrations.length, `kills: ${event - 1}`)
        return
      }
    },
  },
]

/** `ids`: what all runners together say they applied. */
function shared(migrations: readonly Migration[], ids: readonly string[], what: string): void {
  const wanted = migrations.map(({ id }) => id)
  assert.deepEqual(ids.toSorted(), wanted, `${what}: what all of them together say they applied`)
}

async function sameAs(expected: Dump, fresh: Bench, what: string): Promise<void> {
  assert.deepEqual(await dump(await fresh.open(), fresh, 'all'), expected, what)
}

/** Returns what the process applied. */
function endedWell(answer: Answer, what: string): readonly string[] {
  assert.ok(answer.outcome === 'ran', `${what}: ${JSON.stringify(answer)}`)
  assert.match(answer.report, /^(migrated|up-to-date)$/, what)
  return answer.ids
}
