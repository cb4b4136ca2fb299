// Owns: what a run is sent out for: which migrations a target means, loaded and planned against a history.
// Must not know: how the plan is executed.

import type { Driver, Session } from '../../model/driver.ts'
import type { Direction, Journal } from '../../model/journal.ts'
import type { Plan, Planning } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import type { Target } from '../../model/target.ts'
import { checkTarget } from '../../pure/planning/check-target.ts'
import { checkWord } from '../../pure/planning/check-word.ts'
import { plan, type Policy, type Question } from '../../pure/planning/planner.ts'
import { history } from '../../pure/journal/history.ts'
import { candidates, select, type Selection } from '../../pure/planning/select.ts'
import { codeOf } from '../step/code-of.ts'
import type { Context } from '../context/context.ts'
import type { MigrationSet } from '../context/migration-set.ts'
import type { Errand } from './run.ts'
import { ranIn } from '../step/ran-here.ts'
import { readDowns, readRequires } from '../journal/store.ts'

export interface ErrandFor {
  readonly driver: Driver
  readonly set: MigrationSet
  readonly direction: Direction
  readonly target: Target
  readonly policy: Policy
  /** The hash of the plan that was reviewed; any other is refused. */
  readonly reviewed: string | undefined
  /** Lines of the same database that follow in the same call. */
  readonly followedBy: readonly PlanOn[]
}

/** The plan of another line, up to its last migration, as if `after` had run. */
export type PlanOn = (session: Session, after: readonly Plan[]) => Promise<Planning>

/** Throws `INVALID` where the target is none, or the direction. Which migrations are meant is settled by the first plan: somebody else's progress does not make this run go further. */
export function errand(
  context: Pick<Context, 'journalSql' | 'tables'>,
  { driver, set, direction, target, policy: given, reviewed, followedBy }: ErrandFor,
): Errand {
  checkWord('direction', direction, ['up', 'down'])
  checkWord('effect', given.effect, ['run', 'record'])
  checkTarget(target)
  // What was applied late comes back as late as it was.
  const policy: Policy = target.again !== undefined ? { ...given, order: 'any' } : given
  const { capabilities } = driver
  let { dialect } = driver
  const following = [...followedBy]
  /** `known`: all that could have been meant then. */
  let settled: { readonly meant: ReadonlySet<string>; readonly known: ReadonlySet<string> } | undefined
  return {
    code: {
      script: (step, kind) => codeOf(set.registry(), dialect).script(step, kind),
    },
    async expectNothing() {
      const selection = select(set.registry(), { kind: 'absent', beside: 'unknown' }, direction, target)
      if (selection.ok) await set.loadAhead(selection.ids)
    },
    async plan(journal: Journal, session: Session): Promise<Planning> {
      ;({ dialect } = session)
      const selection: Selection = settled === undefined ? select(set.registry(), journal, direction, target) : stillToDo(settled, journal)
      if (!selection.ok) return { ok: false, problems: [selection.problem] }
      const { ids } = selection
      const { applied } = history(journal, set.registry().line)
      const compared =
        direction === 'up' && policy.checksums === 'verify' ? [...applied.values()].filter((receipt) => set.mayDiffer(receipt)) : []
      await set.load([...ids, ...compared.map(({ id }) => id)])
      const registry = set.registry()
      const recordedDowns =
        direction === 'down' && ids.some((id) => !registry.byId.has(id))
          ? await readDowns(session, context, registry.line)
          : new Map<string, string>()
      const recordedRequires = direction === 'down' ? await readRequires(session, context, journal, registry.line) : []
      const ranHere: Question['ranHere'] = (of) => ranIn(session, of)
      const planning = plan({ registry, journal, dialect, capabilities, direction, ids, policy, recordedDowns, recordedRequires, ranHere })
      if (!planning.ok) return planning
      const { hash } = planning.plan
      if (settled === undefined && reviewed !== undefined && reviewed !== hash)
        return { ok: false, problems: [{ code: 'PLAN_CHANGED', wanted: reviewed, found: hash }] }
      settled ??= { meant: new Set(ids), known: new Set(candidates(registry, history(journal, registry.line), direction)) }
      return planning
    },
    async refusedLater(planned, session) {
      const problems: Problem[] = []
      const after = [planned]
      // Once: what this one has made by the next round is in nobody's way.
      const others = following.splice(0)
      for (const planOn of others) {
        const planning = await planOn(session, after)
        if (planning.ok) after.push(planning.plan)
        else problems.push(...planning.problems.filter(({ code }) => code === 'NAME_TAKEN' || code === 'SCHEMA_MISSING'))
      }
      return problems
    },
    /** What is written in code was never another tool's. */
    mayBeOthers({ steps }) {
      if (policy.otherHistory === 'ignore' || policy.effect === 'record') return false
      const { byId } = set.registry()
      return steps.some(({ id }) => byId.get(id)?.origin !== undefined)
    },
  }

  /** What somebody else has put, since then, between or upon the ones that are meant makes another errand of it. */
  function stillToDo({ meant, known }: NonNullable<typeof settled>, journal: Journal): Selection {
    const registry = set.registry()
    const past = history(journal, registry.line)
    const all = candidates(registry, past, direction)
    const ids = all.filter((id) => meant.has(id))
    const before = ids.length === 0 ? [] : all.slice(0, all.indexOf(ids.at(-1) ?? ''))
    const moved = before.find((id) => !known.has(id) && past.seq.has(id))
    return moved === undefined ? { ok: true, ids } : { ok: false, problem: { code: 'OVERTAKEN', id: moved, direction } }
  }
}
