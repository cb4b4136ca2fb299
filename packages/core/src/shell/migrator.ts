// Owns: the verbs that a user has; the only place where the parts are put together.
// Must not know: SQL text, engines.

import type { Driver } from '../model/driver.ts'
import type { Direction, Journal } from '../model/journal.ts'
import type { Line, Migration } from '../model/migration.ts'
import type { Planning } from '../model/plan.ts'
import type { MigrationResult, MigrationSummary, Report, Status, ValidationResult } from '../model/report.ts'
import type { MigrationSource } from '../model/source.ts'
import { LATEST, type Target } from '../model/target.ts'
import type { Unresolved, Verdict } from '../model/unresolved.ts'
import { describeProblem } from '../pure/words/describe-problem.ts'
import { foreseen } from '../pure/journal/foreseen.ts'
import { history } from '../pure/journal/history.ts'
import type { Policy } from '../pure/planning/planner.ts'
import { listed } from '../pure/line/registry.ts'
import { status } from '../pure/planning/status.ts'
import { summary } from '../pure/planning/summary.ts'
import { validate } from '../pure/planning/validate.ts'
import { asMigrateError, type Connection, withConnection } from './context/connection.ts'
import type { Call, MigrateOptions, PlanOptions, RehearseOptions, ValidateOptions } from './context/call.ts'
import { type Context, contextFor } from './context/context.ts'
import { errand, type ErrandFor, type PlanOn } from './run/errand.ts'
import { lookAhead } from './run/look-ahead.ts'
import { blocked, type MigrationOf, previewed, resultsOf } from './migration-result.ts'
import { type MigrationSet, migrationSet } from './context/migration-set.ts'
import { type MigratorOptions, type Settings, settingsOf } from './context/migrator-options.ts'
import { planAhead } from './run/plan-ahead.ts'
import { rehearse } from './rehearsal/rehearse.ts'
import { resolve } from './journal/resolve.ts'
import { run } from './run/run.ts'
import { createTables, lookAtJournal, readDowns, readJournal, refuseNewerLayout } from './journal/store.ts'
import { inTurn } from './context/turn.ts'
import { unlessTold } from './context/unless-told.ts'
import type { UpOptions } from './up-options.ts'
import { unresolvedRecords } from './journal/unresolved-records.ts'

/** Migrates one line of one database. */
export class Migrator {
  readonly #driver: Driver
  readonly #settings: Settings
  readonly #set: MigrationSet

  /** `options` may be a line as a package ships it: its name, its migrations and what it requires. */
  constructor(driver: Driver, options: MigratorOptions | Line = {}) {
    this.#driver = driver
    this.#settings = settingsOf(options, driver.dialect)
    this.#set = migrationSet(this.#settings.line, this.#settings.requires)
    if ('migrations' in options) this.addMigrations(options.migrations)
  }

  /** Throws `MigrateError` with code `INVALID` that names the id, if the migration cannot be used or is there already. */
  addMigration(migration: Migration): void {
    this.#set.add(migration)
  }

  /** One by one: those before an invalid one stay. */
  addMigrations(migrations: readonly Migration[]): void {
    for (const migration of listed('migrations', migrations)) this.#set.add(migration)
  }

  /** Migrations that are known by name and loaded when they are needed, such as those of a folder. */
  addSources(sources: readonly MigrationSource[]): void {
    for (const source of listed('sources', sources)) this.#set.addSource(source)
  }

  /**
   * Makes the bookkeeping tables, or upgrades them. Repeatable; several processes may do it at once. No other verb needs
   * it. Rejects with `JOURNAL_FOREIGN` when the table's name is taken by something else.
   */
  async initialize(): Promise<void> {
    const context = contextFor(this.#driver, this.#settings, {}, {})
    await this.#connected(context, 'making the bookkeeping tables', (connection) =>
      inTurn(context, async () => {
        const session = await connection.session('write')
        const journal = await readJournal(session, context)
        if (journal.kind === 'present') refuseNewerLayout(journal)
        else await createTables(session, context)
      }),
    )
  }

  /**
   * Applies what is pending, in order, each migration with its receipt in one transaction, and stops at the first
   * failure: the last result then has `success: false` and the database's own message. Rejects with `BLOCKED` when
   * validation refuses, before anything ran, and with the reason when the database cannot be used at all.
   */
  async migrate({ useTransaction = true, validateChecksums = true, limit, dryRun = false }: MigrateOptions = {}): Promise<
    MigrationResult[]
  > {
    const target: Target = limit === undefined ? LATEST : { steps: limit }
    const policy: Partial<Policy> = { transaction: useTransaction ? 'auto' : 'never', checksums: validateChecksums ? 'verify' : 'ignore' }
    if (dryRun) {
      const planning = await this.#planned('up', target, {}, policy)
      if (!planning.ok) throw blocked(planning.problems)
      return [...previewed(planning.plan, this.#migrationOf)]
    }
    return resultsOf(await this.#run('up', target, {}, policy), this.#migrationOf)
  }

  /** Reverts the migration applied last in time. Null when nothing is applied; rejects with `BLOCKED` when it has no `down`, or another is half way up. */
  async rollbackLast(): Promise<MigrationResult | null> {
    const [result] = resultsOf(await this.#run('down', { steps: 1 }, {}, {}), this.#migrationOf)
    return result ?? null
  }

  async getMigrationSummary(): Promise<MigrationSummary> {
    return this.#looked({}, 'reading the history', (journal) => Promise.resolve(summary(this.#set.registry(), journal)))
  }

  /** Loads every migration and says all that speaks against running them. Writes nothing. */
  async validateMigrations({ after = [], signal }: ValidateOptions = {}): Promise<ValidationResult> {
    return this.#looked(signal === undefined ? {} : { signal }, 'validating', async (found, connection, context) => {
      await this.#set.load(this.#set.registry().entries.map(({ id }) => id))
      const { capabilities } = this.#driver
      const session = await connection.session('read')
      const { dialect } = session
      const downs = found.kind === 'absent' ? new Map<string, string>() : await readDowns(session, context, this.#settings.line)
      const journal = foreseen(found, after)
      const question = { registry: this.#set.registry(), journal, dialect, capabilities, policy: context.policy, recordedDowns: downs }
      const { errors, warnings } = validate(question, downs)
      const words = (problems: typeof errors): string[] => problems.map((problem) => describeProblem(problem).message)
      return { isValid: errors.length === 0, errors: words(errors), warnings: words(warnings) }
    })
  }

  /** Where every migration stands, those that only the database knows included. Writes nothing. */
  async status(call: Call = {}): Promise<Status> {
    return this.#looked(call, 'reading the history', async (journal, connection) => {
      const { applied } = history(journal, this.#settings.line)
      await this.#set.load([...applied.values()].filter((receipt) => this.#set.mayDiffer(receipt)).map(({ id }) => id))
      const { migrations, current } = status(this.#set.registry(), journal, (await connection.session('read')).dialect)
      return { line: this.#settings.line, migrations, current, roundTrips: connection.roundTrips }
    })
  }

  /** What `up`, `down` or `baseline` would run now, or why it would not. Writes nothing. */
  async plan(direction: Direction, target: Target = defaultTarget(direction), options: PlanOptions = {}): Promise<Planning> {
    return this.#planned(direction, target, options, options.effect === undefined ? {} : { effect: options.effect })
  }

  /** Applies pending migrations up to `target`, one that is half way up first. Blocked while any is half way down. */
  async up(target: Target = LATEST, { followedBy = [], ...call }: UpOptions = {}): Promise<Report> {
    const beside = followedBy.filter((other) => other.#driver === this.#driver)
    const others = beside.map((other) => planAhead(this.#driver, other.#settings, other.#set, call))
    return this.#run('up', target, call, {}, others)
  }

  /**
   * Reverts applied migrations down to `target`: one that is half way down first, then the newest in time. Blocked while any is
   * half way up. No default: going down is always meant.
   */
  async down(target: Target, call: Call = {}): Promise<Report> {
    return this.#run('down', target, call, {})
  }

  /**
   * Runs the plan for real where it leaves no trace, by default in one transaction that is rolled back. Reports what that proved, step
   * by step. Rejects with `INVALID` where `where` cannot be had: a driver without copies, a scratch database that is not empty.
   */
  async rehearse(
    direction: Direction,
    target: Target = defaultTarget(direction),
    { where = 'transaction', ...call }: RehearseOptions = {},
  ): Promise<Report> {
    const context = contextFor(this.#driver, this.#settings, call, {})
    return rehearse({ context, settings: this.#settings, errandFor: this.#errandFor(context, direction, target, call) }, where)
  }

  /** Records migrations up to `target` as applied without running them: for a schema that is there already. */
  async baseline(target: Target, call: Call = {}): Promise<Report> {
    return this.#run('up', target, call, { effect: 'record' })
  }

  /**
   * What an earlier run began and nobody saw end, with what the server and its catalogue say about it now. Those with
   * `next: 'asks'` keep `up` and `down` from running until `resolve` was told. Writes nothing.
   */
  async unresolved(call: Call = {}): Promise<readonly Unresolved[]> {
    return this.#looked(call, 'looking for what is unresolved', async (journal, connection, context) =>
      unresolvedRecords(await connection.session('read'), context, journal),
    )
  }

  /** Says what became of statement `n` (from 0) of a migration that stopped with it unresolved. */
  async resolve(id: string, n: number, verdict: Verdict, call: Call = {}): Promise<void> {
    const context = contextFor(this.#driver, this.#settings, call, {})
    await this.#connected(context, 'resolving a statement', async (connection) =>
      resolve(await connection.session('write'), context, id, n, verdict),
    )
  }

  /** Closes what the driver opened itself. */
  async close(): Promise<void> {
    await this.#driver.close()
  }

  async #run(direction: Direction, target: Target, call: Call, policy: Partial<Policy>, others: readonly PlanOn[] = []): Promise<Report> {
    const context = contextFor(this.#driver, this.#settings, call, policy)
    return run(context, errand(context, { ...this.#errandFor(context, direction, target, call), followedBy: others }))
  }

  async #planned(direction: Direction, target: Target, { after, ...call }: PlanOptions, policy: Partial<Policy>): Promise<Planning> {
    return this.#looked(
      call,
      'planning',
      async (journal, connection, context) => {
        const session = await connection.session('read')
        return (await lookAhead(session, context, errand(context, this.#errandFor(context, direction, target, call)), journal, after))
          .planning
      },
      policy,
    )
  }

  #errandFor({ policy }: Context, direction: Direction, target: Target, call: Call): ErrandFor {
    return { driver: this.#driver, set: this.#set, direction, target, policy, reviewed: call.plan, followedBy: [] }
  }

  #looked<Result>(
    call: Call,
    during: string,
    work: (journal: Journal, connection: Connection, context: Context) => Promise<Result>,
    policy: Partial<Policy> = {},
  ): Promise<Result> {
    const context = contextFor(this.#driver, this.#settings, call, policy)
    const look = async (connection: Connection): Promise<Result> => {
      const journal = await inTurn(context, async () => lookAtJournal(await connection.session('read'), context))
      return work(journal, connection, context)
    }
    return this.#connected(context, during, (connection) => unlessTold(context.signal, connection, () => look(connection)))
  }

  async #connected<Result>(context: Context, during: string, work: (connection: Connection) => Promise<Result>): Promise<Result> {
    try {
      return await withConnection(context, work)
    } catch (error) {
      throw asMigrateError(error, during)
    }
  }

  readonly #migrationOf: MigrationOf = (id) =>
    this.#set.registry().byId.get(id)?.migration ?? { id, description: '(not in the code)', up: [] }
}

function defaultTarget(direction: Direction): Target {
  return direction === 'up' ? LATEST : { steps: 1 }
}
