// Owns: reading the history as it is, and making its tables.
// Must not know: planning, what a run does with it.

import { type DriverError, type DriverReason, isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { Journal, RecordedRequires } from '../../model/journal.ts'
import { type ColumnsByPart, columnsByPart, columnsOfParts, foreignPart, NEEDED } from '../../pure/journal/bookkeeping-columns.ts'
import { fewLacking, identifyTable } from '../../pure/journal/identify-table.ts'
import { downsFrom, journalFrom, presenceFrom, requiresFrom, stepsFrom } from '../../pure/journal/journal-from.ts'
import { LAYOUT } from '../../pure/journal/journal-sql.ts'
import { otherTablesElsewhere, presences } from '../../pure/journal/other-histories.ts'
import { toldTable } from '../../pure/journal/tables.ts'
import type { Context } from '../context/context.ts'
import { meanwhile } from '../context/meanwhile.ts'
import { backoff, pause } from '../context/pause.ts'

export type StoreContext = Pick<Context, 'driver' | 'tables' | 'journalSql' | 'foundIn' | 'signal'>

/** Failures that say nothing about which tables there are. */
const ELSEWHERE: ReadonlySet<DriverReason> = new Set([
  'authentication',
  'client',
  'connection',
  'corrupt',
  'lock-timeout',
  'permission',
  'storage',
  'serialization',
  'deadlock',
  'statement-timeout',
])

/** The history is ours, and the database refused to read it with what is beside it: mostly a table is missing, and `createTables` puts it back. */
export interface Incomplete {
  readonly kind: 'incomplete'
  readonly because: DriverError
}

/**
 * One query where the tables exist. Rejects with `JOURNAL_FOREIGN` when one of their names is taken by something else. `work`: what may
 * be done meanwhile where they seem to be missing.
 */
export async function readJournal(
  session: Session,
  context: StoreContext,
  work: () => Promise<void> = () => Promise.resolve(),
): Promise<Journal | Incomplete> {
  const { tables } = context
  const first = await tryToRead(session, context)
  if (!isDriverError(first)) return first
  const { found, beside } = await meanwhile(lookBeside(session, context), work)
  const identity = identifyTable(found.history)
  const other = identity.kind === 'foreign' ? undefined : foreignPart(found)
  if (other !== undefined) throw foreign(toldTable(tables, tables[other]), found[other], undefined, fewLacking(NEEDED[other], found[other]))
  switch (identity.kind) {
    case 'absent':
      return { kind: 'absent', beside }
    case 'ours': {
      // Somebody may have made the tables between our two queries.
      const second = await tryToRead(session, context)
      return isDriverError(second) ? { kind: 'incomplete', because: second } : second
    }
    case 'foreign':
      throw foreign(toldTable(tables, tables.history), found.history, identity.tool, identity.lacks)
    default:
      return identity satisfies never
  }
}

/** Of the tables that have our names, and with them where such tables would be made, and whether anything is there. */
async function lookBeside(
  session: Session,
  { driver, tables, foundIn }: StoreContext,
): Promise<{ readonly found: ColumnsByPart } & Pick<Extract<Journal, { readonly kind: 'absent' }>, 'beside'>> {
  const { dialect } = driver
  const { home, empty } = dialect
  const query = columnsOfParts(dialect, tables)
  if (home === undefined || tables.home !== undefined) return { found: columnsByPart((await session.run(query)).rows), beside: 'unknown' }
  const elsewhere = presences(dialect, otherTablesElsewhere(dialect))
  const here = [`${home.here} AS home`, `${empty.expression} AS is_empty`, ...elsewhere]
  const { rows } = await session.run(`SELECT h.*, c.part, c.name FROM (SELECT ${here.join(', ')}) AS h LEFT JOIN (${query}) AS c ON 1 = 1`)
  const found = columnsByPart(rows)
  const [row = {}] = rows
  if (found.history.length === 0 && typeof row['home'] === 'string') foundIn(row['home'])
  const alone = Number(row['is_empty']) === 1 && elsewhere.every((_, n) => presenceFrom(row[`n${n}`]) === 'absent')
  return { found, beside: alone ? 'nothing' : 'unknown' }
}

/** The error where there may be no such tables. */
async function tryToRead(session: Session, { journalSql, foundIn }: StoreContext): Promise<Journal | DriverError> {
  try {
    const { journal, steps, home } = journalFrom((await session.run(journalSql.read)).rows)
    if (home !== undefined) foundIn(home)
    if (steps === 0 || journal.kind === 'absent') return journal
    return { ...journal, steps: stepsFrom((await session.run(journalSql.readSteps)).rows) }
  } catch (error) {
    if (!isDriverError(error) || ELSEWHERE.has(error.reason)) throw error
    return error
  }
}

function foreign(
  table: string,
  columns: readonly string[],
  tool: string | undefined,
  lacks: readonly string[],
): MigrateError<'JOURNAL_FOREIGN'> {
  const listed = columns.join(', ')
  const message =
    lacks.length > 0
      ? `The table '${table}' is one of Godwit's that lacks ${lacks.join(', ')} (columns ${listed}): somebody has renamed or dropped what is missing. It was not touched. Put it back as it was.`
      : `The table '${table}' was made by ${tool ?? 'something else'} (columns ${listed}). It was not touched. Choose another name for the history with the option 'table'.`
  return new MigrateError('JOURNAL_FOREIGN', message, { table, columns, tool, lacks })
}

/** For those who only look: a history without its side tables is read-only knowledge that cannot be had. */
export async function lookAtJournal(session: Session, context: StoreContext): Promise<Journal> {
  const journal = await readJournal(session, context)
  if (journal.kind !== 'incomplete') return journal
  const { tables } = context
  throw new MigrateError(
    'DATABASE',
    `The table '${toldTable(tables, tables.history)}' is there and '${tables.lease}' or '${tables.step}' is not beside it. 'initialize()' or the next 'migrate up' puts it back.`,
    { reason: 'missing-object', during: 'reading the history' },
  )
}

/**
 * For those who write: what is missing beside the history is put back. Whatever else keeps it from being read must not look like a
 * history that is empty: everything would run again.
 */
export async function completeJournal(session: Session, context: StoreContext): Promise<Journal> {
  await createTables(session, context)
  const journal = await readJournal(session, context)
  if (journal.kind !== 'incomplete') return journal
  const { reason, message } = journal.because
  throw new MigrateError(
    'DATABASE',
    `The history in '${toldTable(context.tables, context.tables.history)}' is there and cannot be read: ${message}. No migration was run.`,
    { reason, during: 'reading the history' },
    { cause: journal.because },
  )
}

/** Throws `JOURNAL_TOO_NEW` where a newer Godwit keeps the history in a form that this one cannot write. */
export function refuseNewerLayout(journal: Journal): void {
  if (journal.kind === 'absent' || journal.layout <= LAYOUT) return
  throw new MigrateError(
    'JOURNAL_TOO_NEW',
    `The history has layout ${journal.layout} and this version of Godwit writes layout ${LAYOUT}. Nothing was changed. Use the version that wrote it, or a newer one.`,
    { found: journal.layout, supported: LAYOUT },
  )
}

/**
 * How often tables may be refused as somebody else's. IF NOT EXISTS looks before it makes, and a rival may come in between. PostgreSQL
 * shows what he has committed to unique indexes first and only then to the caches of other sessions, where it looks: on a busy machine
 * milliseconds later.
 */
export const TABLE_TRIES = 8

/** Repeatable, and safe beside others who do the same. */
export async function createTables(session: Session, { journalSql, signal }: Pick<Context, 'journalSql' | 'signal'>): Promise<void> {
  for (let again = 1; ; again++) {
    try {
      await session.batch([{ statements: journalSql.create, foreignKeys: 'enforced' }])
      return
    } catch (error) {
      if (!isDriverError(error) || error.reason !== 'constraint' || again === TABLE_TRIES || signal.aborted) throw error
      await pause(backoff(again - 1), signal)
    }
  }
}

export async function readDowns(
  session: Session,
  { journalSql }: Pick<StoreContext, 'journalSql'>,
  line: string,
): Promise<ReadonlyMap<string, string | undefined>> {
  return downsFrom((await session.run(journalSql.readDowns(line))).rows)
}

/** No query where no other line has written anything. */
export async function readRequires(
  session: Session,
  { journalSql }: Pick<StoreContext, 'journalSql'>,
  journal: Journal,
  line: string,
): Promise<readonly RecordedRequires[]> {
  if (journal.kind === 'absent' || [...journal.receipts, ...journal.steps].every((row) => row.line === line)) return []
  return requiresFrom((await session.run(journalSql.readRequires)).rows)
}
