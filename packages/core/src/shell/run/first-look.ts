// Owns: whether a line of which nothing is in a database may come in: no other tool has applied its files, its names are free.
// Must not know: how either is found out in detail, what is done where it may not.

import type { Row, Session } from '../../model/driver.ts'
import type { Journal } from '../../model/journal.ts'
import type { Plan } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import { history } from '../../pure/journal/history.ts'
import { type OtherTable, otherTables, presences } from '../../pure/journal/other-histories.ts'
import { presenceFrom } from '../../pure/journal/journal-from.ts'
import type { Context } from '../context/context.ts'
import { backoff, pause } from '../context/pause.ts'
import { namesTaken } from './names-taken.ts'
import { otherHistories } from './other-histories.ts'
import type { Errand } from './run.ts'
import { readJournal, TABLE_TRIES } from '../journal/store.ts'

export type FirstLook =
  | { readonly kind: 'clear' }
  | { readonly kind: 'refused'; readonly problems: readonly [Problem, ...Problem[]] }
  /** By a rival, since `journal` was read. */
  | { readonly kind: 'overtaken'; readonly journal: Journal }

/** One query at most in a database that is empty, a query or two more in another. Writes nothing. `after`: what will have run by then. */
export async function firstLook(
  session: Session,
  context: Context,
  journal: Journal,
  plan: Plan,
  errand: Errand,
  after: readonly Plan[] = [],
): Promise<FirstLook> {
  if (plan.direction === 'down' || !isNew(journal, context)) return { kind: 'clear' }
  const { history: receipts, lease, step } = context.tables
  const alone = journal.kind === 'absent' && journal.beside === 'nothing'
  const others = alone || !errand.mayBeOthers(plan) ? [] : otherTables(session.dialect, [receipts, lease, step])
  const row = alone ? undefined : await answered(session, others)
  const [foreign, ...moreForeign] = await otherHistories(session, context, plan, others, row)
  if (foreign !== undefined) return { kind: 'refused', problems: [foreign, ...moreForeign] }
  const empty = alone || Number(row?.['is_empty']) === 1
  const [taken, ...moreTaken] = await namesTaken(session, context, plan, empty, after)
  if (taken === undefined) return { kind: 'clear' }
  // A rival recorded what he made no later than that. Read twice: receipts and records are not read in one moment, and in between
  // a record may become a receipt.
  for (let reading = 1; reading <= TABLE_TRIES; reading++) {
    const now = await readJournal(session, context)
    if (now.kind === 'present' && !isNew(now, context)) return { kind: 'overtaken', journal: now }
    if (reading === 1) continue
    if (now.kind !== 'absent' || !(await isMade(session, context))) break
    await pause(backoff(reading - 2), context.signal)
  }
  return { kind: 'refused', problems: [taken, ...moreTaken] }
}

/** Whether the catalogue has a history. A query of it sees what a rival committed sooner than one of the history finds its table. */
async function isMade(session: Session, { tables }: Context): Promise<boolean> {
  const object = { kind: 'relation', schema: tables.home, name: tables.history } as const
  const probe = session.dialect.probe({ change: 'appears', object }, 'found')
  if (probe === undefined) return false
  return presenceFrom((await session.run(`SELECT ${probe} AS made`)).rows[0]?.['made']) === 'present'
}

/** One query; none where looking at the names is no longer than asking whether there are any. */
async function answered(session: Session, others: readonly OtherTable[]): Promise<Row | undefined> {
  const { dialect } = session
  if (others.length === 0 && dialect.empty.of === 'schema') return undefined
  const columns = [`${dialect.empty.expression} AS is_empty`, ...presences(dialect, others)]
  return (await session.run(`SELECT ${columns.join(', ')}`)).rows[0]
}

function isNew(journal: Journal, { line }: Context): boolean {
  const { applied, halfWay } = history(journal, line)
  return applied.size === 0 && halfWay.size === 0
}
