// Owns: what a migration and a line are, as a user writes them.
// Must not know: files, checksums, databases.

import type { Dialect, DialectFamily, DialectFlavor } from './dialect.ts'
import type { Executor } from './driver.ts'

/** A piece of SQL that knows where it was read, so that an error can point there. */
export interface SqlFragment {
  readonly text: string
  readonly file: string
  /** Of the first character of `text`, counted from 1. */
  readonly line: number
}

/** Each element may hold several statements; the dialect's lexer splits them. */
export type SqlScript = readonly (string | SqlFragment)[]

/** `any` is used where neither the flavor nor the family has a variant. */
export type VariantName = DialectFlavor | DialectFamily | 'any'

/** One text per engine. Tried in this order: flavor, family, `any`. */
export type SqlVariants = { readonly [name in VariantName]?: SqlScript }

export interface CodeContext {
  /** Statements of this migration, inside its transaction. One that the function does not wait for makes it fail. */
  readonly sql: Executor
  /**
   * The client's own handle on the connection of `sql`, where the driver gives one out: TypeORM's QueryRunner, say. Core
   * does not look at what is sent over it: to end the transaction, or to go on after the database has ended it, makes the receipt
   * a lie. `fromTypeorm` looks.
   */
  readonly native: unknown
  readonly dialect: Dialect
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal
}

export interface StepsContext {
  /**
   * Runs `work` in a transaction of its own and records it under `name`, both or neither. On a rerun a recorded step
   * is not run again; its result is what `work` returned then, as JSON. One after the other, each waited for.
   */
  readonly step: <Result>(name: string, work: (context: CodeContext) => Promise<Result>) => Promise<Result>
  readonly dialect: Dialect
  readonly signal: AbortSignal
}

/** A function run in one transaction. `revision` is its checksum: change it when the meaning changes. */
export interface CodeScript {
  readonly kind: 'code'
  readonly revision: string
  readonly run: (context: CodeContext) => Promise<void>
}

/** A function cut into durable steps, each a transaction. A rerun continues after the last recorded one. */
export interface StepsScript {
  readonly kind: 'steps'
  readonly revision: string
  readonly run: (context: StepsContext) => Promise<void>
}

export type Script = SqlScript | SqlVariants | CodeScript | StepsScript

/**
 * A query whose first column of the first row tells whether the migration's effect is there already: it is where that is true or
 * a number other than 0, and is not where it is false, 0, NULL or no row. Anything else, a text say, fails the migration before
 * its first statement; so does a decimal of PostgreSQL or MySQL, which arrives as text.
 */
export type Check = string | { readonly [name in VariantName]?: string }

export interface Migration {
  /** Unique in its line. Ordered numerically where numeric: 9 before 10. At most 191 characters. */
  readonly id: string
  readonly description: string
  /** Information only; never in the checksum. */
  readonly createdAt?: Date
  readonly up: Script
  /** Absent means irreversible: going down over it is refused, never skipped. */
  readonly down?: Script
  /**
   * `auto`: one transaction with its receipt, as far as the engine has that. Where it has not (MySQL, MariaDB), and where
   * PostgreSQL refuses a statement in one (`CREATE INDEX CONCURRENTLY`, `VACUUM`), each such statement is recorded by itself,
   * and neighbours that can share a transaction do; the plan warns of it. `forbidden`: every statement by itself.
   * @defaultValue 'auto'
   */
  readonly transaction?: 'auto' | 'forbidden'
  /**
   * `suspended`: the SQLite way to rebuild a table that others refer to. Foreign keys are off during the migration and
   * checked as a whole before its commit; of a function of durable steps, during each of them. Refused where the migration
   * would not be one transaction. No effect on other engines.
   * @defaultValue 'enforced'
   */
  readonly foreignKeys?: 'enforced' | 'suspended'
  /**
   * Where true, the migration is recorded without being run. Must not fail. Asked inside its transaction, or before its first
   * statement where it is not one; not asked of a migration that is half way.
   */
  readonly check?: Check
}

/** An ordered sequence of migrations with a name. A library ships one, an application has its own. */
export interface Line {
  readonly name: string
  readonly migrations: readonly Migration[]
  /** `agents` or `agents>=004`: what must be applied before anything of this line is. */
  readonly requires?: readonly string[]
}

/** The scripts that serve all of `Dialects`: plain SQL, code, or a variant for each. */
export type ScriptFor<Dialects extends VariantName> =
  | SqlScript
  | CodeScript
  | StepsScript
  | (SqlVariants & { readonly [name in Dialects]: SqlScript })

export interface MigrationFor<Dialects extends VariantName> extends Omit<Migration, 'up' | 'down'> {
  readonly up: ScriptFor<Dialects>
  readonly down?: ScriptFor<Dialects>
}

/** Returns its argument; a variant missing for one of `Dialects` is a compile error. */
export function defineMigration<const Dialects extends VariantName = never>(migration: MigrationFor<Dialects>): Migration {
  return migration
}

/** Returns a line whose every migration serves all `dialects`, or does not compile. */
export function defineLine<const Dialects extends VariantName>(line: {
  readonly name: string
  readonly dialects: readonly Dialects[]
  readonly migrations: readonly MigrationFor<NoInfer<Dialects>>[]
  readonly requires?: readonly string[]
}): Line {
  const { name, migrations, requires } = line
  return requires === undefined ? { name, migrations } : { name, migrations, requires }
}

/** A migration that is one function in one transaction. */
export function code(revision: string, run: CodeScript['run']): CodeScript {
  return { kind: 'code', revision, run }
}

/** A migration that is a function of durable steps. */
export function steps(revision: string, run: StepsScript['run']): StepsScript {
  return { kind: 'steps', revision, run }
}
