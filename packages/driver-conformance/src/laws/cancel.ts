// Owns: cancelling at any moment finishes or undoes the current step, and the next run understands what is there.
// Must not know: signals of the operating system.

import assert from 'node:assert/strict'
import type { Migration, Report } from '@godwit/core'
import type { Bench, Law } from '../law.ts'
import { dump } from '../product/dump.ts'
import { journaledLibrary, library } from '../product/library.ts'
import { applied, arrived, runner, truthful } from '../product/runner.ts'
import { undisturbed } from '../product/undisturbed.ts'

export const cancel: readonly Law[] = [
  {
    concept: 'cancel',
    name: 'cancelled at any of its events, a run ends in a state that its report describes and that the next run continues',
    patience: 900_000,
    run: (bench) => atEveryEvent(bench, library(bench)),
  },
  {
    concept: 'cancel',
    name: 'so does a run whose statements are recorded one by one',
    patience: 900_000,
    run: (bench) => atEveryEvent(bench, journaledLibrary(bench)),
  },
  {
    concept: 'cancel',
    name: 'a run that was cancelled before it began does nothing',
    run: async (bench) => {
      const report = await runner(bench.connect(), library(bench)).up({ to: 'latest' }, { signal: AbortSignal.abort() })
      assert.ok(report.outcome === 'failed', report.outcome)
      assert.equal(report.error.code, 'ABORTED', report.error.message)
      assert.deepEqual((await (await bench.open()).run(bench.words.catalogue)).rows, [])
    },
  },
]

async function atEveryEvent(bench: Bench, migrations: readonly Migration[]): Promise<void> {
  const expected = await undisturbed(bench, migrations)
  let stopped = 0
  for (let nth = 1; ; nth++) {
    const heard = await bench.anew(async (fresh) => {
      const controller = new AbortController()
      let events = 0
      const observer = (): void => {
        events += 1
        if (events === nth) controller.abort()
      }
      const report = await runner(fresh.connect(), migrations, { observer }).up({ to: 'latest' }, { signal: controller.signal })
      const what = `cancelled at event ${nth}`
      understood(report, what)
      if (report.outcome === 'failed') stopped += 1
      const looking = await fresh.open()
      truthful(report, await applied(looking, fresh.words.tables), what)
      arrived(await runner(fresh.connect(), migrations).up(), `the run after one that was ${what}`)
      assert.deepEqual(await dump(looking, fresh, 'all'), expected, what)
      return events
    })
    if (heard < nth) break
  }
  assert.ok(stopped >= migrations.length, `runs that were stopped: ${stopped}`)
}

/** The last event may come too late for anything but a good end. */
function understood(report: Report, what: string): void {
  if (report.outcome === 'failed') assert.equal(report.error.code, 'ABORTED', `${what}: ${report.error.message}`)
  else arrived(report, what)
}
