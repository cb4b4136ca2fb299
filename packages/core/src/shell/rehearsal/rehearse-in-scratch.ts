// Owns: a rehearsal that runs for real in an empty database, after what is applied was applied there.
// Must not know: SQL text.

import type { Driver } from '../../model/driver.ts'
import { isMigrateError, MigrateError } from '../../model/error.ts'
import type { Journal } from '../../model/journal.ts'
import type { Plan } from '../../model/plan.ts'
import type { Report } from '../../model/report.ts'
import { LATEST } from '../../model/target.ts'
import { compareId } from '../../pure/line/compare-id.ts'
import { history } from '../../pure/journal/history.ts'
import { registry } from '../../pure/line/registry.ts'
import { asMigrateError, withConnection } from '../context/connection.ts'
import type { Context } from '../context/context.ts'
import { errand, type ErrandFor } from '../run/errand.ts'
import { lookAhead } from '../run/look-ahead.ts'
import type { MigrationSet } from '../context/migration-set.ts'
import { notRehearsed, type Rehearsal, retold, runElsewhere } from './rehearsal.ts'
import {
  clearedAway,
  namesLeft,
  refuseUnlessAlike,
  refuseUnlessEmpty,
  type ScratchDatabase,
  withWhatIsLeft,
} from '../schema/scratch-database.ts'
import { lookAtJournal } from '../journal/store.ts'
import { inTurn } from '../context/turn.ts'
import { withWords } from '../context/with-words.ts'

const UNTOUCHED = 'The database itself is as it was.'

export async function rehearseInScratch(rehearsal: Rehearsal, driver: Driver): Promise<Report> {
  let planned: readonly string[] = []
  try {
    const ahead = await look(rehearsal)
    if (ahead.kind === 'report') return ahead.report
    planned = ahead.plan.steps.map(({ id }) => id)
    const { context, settings } = rehearsal
    const { signal } = context
    const there = within(rehearsal)
    const scratch: ScratchDatabase = { driver, options: there.settings, call: { signal } }
    const looking = {
      driver: context.driver,
      purpose: 'read',
      during: 'looking at the database',
      options: settings,
      call: { signal },
    } as const
    await refuseUnlessAlike(looking, driver)
    await refuseUnlessEmpty(scratch)
    return await inEmpty(there, scratch, ahead)
  } catch (thrown) {
    return notRehearsed(asMigrateError(thrown, 'rehearsing'), planned, 0)
  }
}

interface Ahead {
  readonly kind: 'plan'
  readonly plan: Plan
  /** Ids, in the order of time. */
  readonly applied: readonly string[]
}

/** What the database itself would have run. */
function look({ context, errandFor }: Rehearsal): Promise<Ahead | { readonly kind: 'report'; readonly report: Report }> {
  return withConnection(context, (connection) =>
    inTurn(context, async () => {
      const session = await connection.session('read')
      const found = await lookAtJournal(session, context)
      const { journal, planning } = await lookAhead(session, context, errand(context, errandFor), found)
      const { roundTrips } = connection
      if (!planning.ok) return { kind: 'report', report: { outcome: 'blocked', problems: planning.problems, done: [], roundTrips } }
      const { plan, warnings } = planning
      if (plan.steps.length === 0) return { kind: 'report', report: { outcome: 'up-to-date', roundTrips, warnings } }
      return { kind: 'plan', plan, applied: await repeatable(journal, context.line, errandFor.set) }
    }),
  )
}

/** Rejects with `INVALID` where the state of the database cannot be brought about anew. */
async function repeatable(journal: Journal, line: string, set: MigrationSet): Promise<readonly string[]> {
  const { inTime, halfWay } = history(journal, line)
  const [begun] = halfWay.keys()
  if (begun !== undefined) throw refused(begun, `is half way, and what it did so far cannot be brought about in another database`)
  const { byId } = set.registry()
  const unknown = inTime.find((id) => !byId.has(id))
  if (unknown !== undefined) throw refused(unknown, `is applied and is not in the code, so it cannot be applied in another database`)
  await set.load(inTime)
  return inTime
}

function refused(id: string, why: string): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', `Migration '${id}' ${why}. Nothing was touched.`, { subject: 'scratch', id })
}

/** What other lines made is not there, and the history is kept where the tables are. */
function within({ context, settings, errandFor }: Rehearsal): Rehearsal {
  const { schema: _, ...others } = settings
  return { context, settings: { ...others, requires: [] }, errandFor: { ...errandFor, reviewed: undefined } }
}

async function inEmpty(rehearsal: Rehearsal, scratch: ScratchDatabase, { plan, applied }: Ahead): Promise<Report> {
  const { context, errandFor } = rehearsal
  const { set, policy } = errandFor
  const all = [...applied, ...plan.steps.map(({ id }) => id)]
  const run = (ids: readonly string[], meant: Partial<ErrandFor>, told: Partial<Context>): Promise<Report> =>
    runElsewhere(
      {
        ...rehearsal,
        context: { ...context, ...told },
        // What is late in the database itself was found to be allowed there.
        errandFor: { ...errandFor, set: among(set, ids), policy: { ...policy, order: 'any' }, ...meant },
      },
      scratch.driver,
    )
  const silent: Partial<Context> = { notify: () => {} }
  // Also where the rehearsal was told to stop.
  const untold = { ...silent, signal: new AbortController().signal }
  const down = (): Promise<Report> => run(all, { direction: 'down', target: { to: 'nothing' } }, untold)
  try {
    for (const count of ascents(applied)) {
      const before = await run(applied.slice(0, count), { direction: 'up', target: LATEST }, silent)
      if (before.outcome === 'failed')
        throw withWords(before.error, `While the scratch database was brought to where the history is. ${UNTOUCHED}`)
      // What was applied long ago may be refused today: then nothing that is planned for it can be shown.
      if (before.outcome === 'blocked') {
        await clearedAway(scratch, down)
        return { ...before, done: [] }
      }
    }
    const report = retold(await run(all, {}, {}), { where: 'scratch', words: `In the scratch database. ${UNTOUCHED}` })
    if (report.outcome === 'failed') return { ...report, error: await withWhatIsLeft(report.error, scratch, down) }
    await clearedAway(scratch, down)
    return report.outcome === 'rehearsed' ? { ...report, remains: await namesLeft(scratch) } : report
  } catch (error) {
    throw isMigrateError(error) ? await withWhatIsLeft(error, scratch, down) : error
  }
}

/** How many of them, in the order of time, before one that was applied late: it is applied late again. */
function ascents(applied: readonly string[]): readonly number[] {
  const counts: number[] = []
  for (const [index, id] of applied.entries()) {
    const next = applied[index + 1]
    if (next === undefined || compareId(next, id) < 0) counts.push(index + 1)
  }
  return counts
}

/** Those of `set` that are meant, and nothing that they require. */
function among(set: MigrationSet, ids: readonly string[]): MigrationSet {
  const meant = new Set(ids)
  return {
    ...set,
    registry() {
      const { line, entries } = set.registry()
      return registry(
        line,
        [],
        entries.filter(({ id }) => meant.has(id)),
      )
    },
  }
}
