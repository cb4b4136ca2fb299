// Owns: what a migrator can be told, and its defaults.
// Must not know: what is done with it.

import type { Dialect } from '../../model/dialect.ts'
import { MigrateError } from '../../model/error.ts'
import type { Observer } from '../../model/event.ts'
import type { Line } from '../../model/migration.ts'
import { isObject } from '../../pure/line/misshapen.ts'
import { DEFAULT_TABLE } from '../../pure/journal/tables.ts'

export interface MigratorOptions {
  /**
   * The name under which the history is kept; a database may hold many.
   * @defaultValue 'app'
   */
  readonly line?: string
  /** Lines that must be there before anything of this one runs: `agents` or `agents>=004`. */
  readonly requires?: readonly string[]
  /**
   * Name of the history's table. Two more are made beside it, ending in `_lease` and `_step`.
   * @defaultValue 'migrations'
   */
  readonly table?: string
  /**
   * Where these tables are: a schema on PostgreSQL, a database on MySQL and MariaDB. Made with them where it is not there, which
   * needs the right to make one; never removed. Refused on SQLite. Not where the statements of migrations make anything.
   * @defaultValue that of the connection
   */
  readonly schema?: string
  /**
   * `linear`: a pending migration below an applied one is refused. `any`: it is applied when it is met.
   * @defaultValue 'linear'
   */
  readonly order?: 'linear' | 'any'
  /**
   * A migration with variants but none for this engine: refused, or recorded as having nothing to do.
   * @defaultValue 'refuse'
   */
  readonly missingVariant?: 'refuse' | 'empty'
  /**
   * Migrations of a folder, of which nothing is recorded yet, in a database to which another tool has applied some: refused, because
   * they may be the same ones, or run all the same. Migrations in code are always run.
   * @defaultValue 'refuse'
   */
  readonly otherHistory?: 'refuse' | 'ignore'
  /**
   * `per-migration`: each migration commits by itself. `per-run`: all that can share a transaction do, and a failure
   * undoes them all. One that sets something for its session or transaction shares none with those behind it.
   * @defaultValue 'per-migration'
   */
  readonly commit?: 'per-migration' | 'per-run'
  /**
   * How long to try for a turn at a database that others write to, milliseconds.
   * @defaultValue 60000
   */
  readonly waitMs?: number
  /**
   * The term of the lease under which statements run that cannot be one transaction, milliseconds. A process that dies is
   * succeeded after it; one that lives renews it after a third.
   * @defaultValue 30000
   */
  readonly leaseMs?: number
  /**
   * A statement of an earlier run that its server session is still at work on: waited for, or cancelled on the server.
   * @defaultValue 'wait'
   */
  readonly predecessor?: 'wait' | 'cancel'
  /** Told of everything that happens, synchronously, and of which run it is. */
  readonly observer?: Observer
}

export type Settings = Required<Omit<MigratorOptions, 'observer' | 'schema'>> & Pick<MigratorOptions, 'observer' | 'schema'>

/** Throws `MigrateError` with code `INVALID` that names the option. */
export function settingsOf(options: MigratorOptions | Line, { createSchema, family }: Dialect): Settings {
  if (!isObject(options)) throw invalid('options', `The options cannot be ${shown(options)}.`)
  const given: MigratorOptions = 'migrations' in options ? { line: options.name, requires: options.requires ?? [] } : options
  const settings: Settings = {
    line: 'app',
    requires: [],
    table: DEFAULT_TABLE,
    order: 'linear',
    missingVariant: 'refuse',
    otherHistory: 'refuse',
    commit: 'per-migration',
    waitMs: 60_000,
    leaseMs: 30_000,
    predecessor: 'wait',
    // `{ table: process.env.TABLE }` is ordinary code: what is undefined was not given.
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as MigratorOptions),
  }
  check('line', settings.line, isName(settings.line) && settings.line.length <= 191)
  check('requires', settings.requires, Array.isArray(settings.requires) && settings.requires.every((one) => typeof one === 'string'))
  check('table', settings.table, isName(settings.table))
  const { schema } = settings
  if (schema !== undefined && createSchema === undefined)
    throw invalid('schema', `The option 'schema' cannot be used on ${family}: all tables of a database are in one. Leave it out.`)
  check('schema', schema, schema === undefined || isName(schema))
  check('requires', settings.requires, Array.isArray(settings.requires) && settings.requires.every(isName))
  check('observer', settings.observer, settings.observer === undefined || typeof settings.observer === 'function')
  check('waitMs', settings.waitMs, Number.isFinite(settings.waitMs) && settings.waitMs >= 0)
  check('leaseMs', settings.leaseMs, Number.isFinite(settings.leaseMs) && settings.leaseMs >= 100)
  check('predecessor', settings.predecessor, ['wait', 'cancel'].includes(settings.predecessor))
  check('order', settings.order, ['linear', 'any'].includes(settings.order))
  check('missingVariant', settings.missingVariant, ['refuse', 'empty'].includes(settings.missingVariant))
  check('otherHistory', settings.otherHistory, ['refuse', 'ignore'].includes(settings.otherHistory))
  check('commit', settings.commit, ['per-migration', 'per-run'].includes(settings.commit))
  return settings
}

function check(option: string, value: unknown, good: boolean): void {
  if (!good) throw invalid(option, `The option '${option}' cannot be ${shown(value)}.`)
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && !value.includes('\0')
}

/** Not all that can be handed in is JSON. */
function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'object':
      return JSON.stringify(value)
    default:
      return String(value)
  }
}

function invalid(option: string, message: string): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', message, { subject: option, id: undefined })
}
