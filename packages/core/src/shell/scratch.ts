// Owns: what a line makes, found out by making it in an empty database, and leaving that as it was.
// Must not know: what the answer is compared with.

import type { Table } from '../model/catalogue.ts'
import type { Driver } from '../model/driver.ts'
import { isMigrateError, MigrateError } from '../model/error.ts'
import type { Line } from '../model/migration.ts'
import type { Report } from '../model/report.ts'
import { LATEST } from '../model/target.ts'
import { tables } from '../pure/tables.ts'
import type { Call } from './call.ts'
import { isRelation, namesIn, tablesIn, type Visit, visit } from './catalogue.ts'
import { blocked } from './migration-result.ts'
import { Migrator } from './migrator.ts'
import type { MigratorOptions } from './migrator-options.ts'

export interface Made {
  /** What is there once `to` is applied. */
  readonly tables: readonly Table[]
  /** What only the migrations behind it make, by name. */
  readonly later: readonly string[]
  /** What could not be taken away again, by name. */
  readonly left: readonly string[]
}

export interface Scratch {
  readonly driver: Driver
  readonly line: Line
  readonly to: string
  /** The history is kept where the line's tables are: a schema of its own would have to be taken away again. */
  readonly options: Omit<MigratorOptions, 'line' | 'requires' | 'schema'> & { readonly table: string }
  readonly call: Call
}

/**
 * Rejects with `INVALID` where the database is not empty, and has touched nothing then. What the line requires of others is not asked
 * here; where its statements need them, they fail.
 */
export async function madeIn(scratch: Scratch): Promise<Made> {
  const { line, to, options, call } = scratch
  const { history, lease, step } = tables(options)
  const ours = new Set([history, lease, step])
  const [first, ...others] = await names(scratch)
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    throw new MigrateError('INVALID', `The scratch database is not empty: it has '${first}'${more}. It was not touched.`, {
      subject: 'scratch',
      id: first,
    })
  }
  const migrator = new Migrator(scratch.driver, { ...options, line: line.name })
  migrator.addMigrations(line.migrations)
  let made: Omit<Made, 'left'>
  try {
    refuseUnlessDone(await migrator.up({ to }, call))
    const before = (await relations(scratch)).filter((name) => !ours.has(name))
    const found = await visit(reading(scratch), (session) => tablesIn(session, before))
    refuseUnlessDone(await migrator.up(LATEST, call))
    const later = (await relations(scratch)).filter((name) => !ours.has(name) && !before.includes(name))
    made = { tables: found, later }
  } catch (error) {
    throw await withWhatIsLeft(error, scratch, migrator)
  }
  await clearedAway(scratch, migrator)
  return { ...made, left: await names(scratch) }
}

async function names(scratch: Scratch): Promise<readonly string[]> {
  return (await visit(reading(scratch), namesIn)).map(({ name }) => name)
}

async function relations(scratch: Scratch): Promise<readonly string[]> {
  return (await visit(reading(scratch), namesIn)).filter(isRelation).map(({ name }) => name)
}

function reading({ driver, options, call }: Scratch): Visit {
  return { driver, purpose: 'read', during: 'looking at the scratch database', options, call }
}

/** What went wrong first is what is told. */
async function withWhatIsLeft(error: unknown, scratch: Scratch, migrator: Migrator): Promise<unknown> {
  try {
    await clearedAway(scratch, migrator)
    const left = await visit({ ...reading(scratch), call: {} }, namesIn)
    if (left.length === 0 || !isMigrateError(error)) return error
    const { code, message, details, retryable } = error
    const words = `${message} (In the scratch database. There is left: ${left.map(({ name }) => name).join(', ')}.)`
    return new MigrateError(code, words, details, { cause: error, retryable })
  } catch {
    return error
  }
}

/** The history stays where anything of the line does: it says what that is. */
async function clearedAway(scratch: Scratch, migrator: Migrator): Promise<void> {
  const report = await migrator.down({ to: 'nothing' })
  if (report.outcome !== 'migrated' && report.outcome !== 'up-to-date') return
  const { history, lease, step } = tables(scratch.options)
  await visit({ ...reading(scratch), purpose: 'write', call: {} }, async (session) => {
    for (const table of [history, step, lease]) await session.run(`DROP TABLE IF EXISTS ${session.dialect.identifier(table)}`)
  })
}

function refuseUnlessDone(report: Report): void {
  if (report.outcome === 'blocked') throw blocked(report.problems)
  if (report.outcome === 'failed') throw report.error
}
