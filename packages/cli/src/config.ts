// Owns: what a configuration file may say.
// Must not know: where the file is, how it is loaded.

import type { Driver, Line } from '@godwit/core'

/** One database and what is run on it. */
export interface DatabaseConfig {
  /**
   * Chooses the driver by its scheme. A relative path in it counts from the folder of the configuration file.
   * @defaultValue the environment variable `DATABASE_URL`
   */
  readonly url?: string
  /** A driver, or a function that makes one; instead of `url`. What it holds is closed by whoever opened it. */
  readonly driver?: Driver | (() => Driver | Promise<Driver>)
  /**
   * Folder of migrations, counted from the folder of the configuration file.
   * @defaultValue `migrations`, if it exists or no `lines` are given
   */
  readonly dir?: string
  /**
   * Name of the line that the folder holds.
   * @defaultValue `app`
   */
  readonly line?: string
  /**
   * Lines that the folder's line builds on: `agents` or `agents>=004`. They are run before it, and it is refused where they are not
   * there.
   * @defaultValue none
   */
  readonly requires?: readonly string[]
  /** Lines that come with packages, run in the order that their `requires` ask for. */
  readonly lines?: readonly Line[]
  /**
   * The bookkeeping table. `<table>_lease` and `<table>_step` go with it.
   * @defaultValue `migrations`
   */
  readonly table?: string
  /**
   * Where the bookkeeping tables are: a schema on PostgreSQL, a database on MySQL and MariaDB. Made where it is not there. Refused
   * on SQLite.
   * @defaultValue that of the connection
   */
  readonly schema?: string
  /**
   * `linear`: a pending migration older than an applied one is refused. `any`: it is applied.
   * @defaultValue `linear`
   */
  readonly order?: 'linear' | 'any'
  /**
   * A migration that has SQL for other engines and none for this one: `refuse` it, or record it as `empty`.
   * @defaultValue `refuse`
   */
  readonly missingVariant?: 'refuse' | 'empty'
  /**
   * The folder is new in a database to which another tool has applied migrations: `refuse` it, because they may be the same ones, or
   * `ignore` that.
   * @defaultValue `refuse`
   */
  readonly otherHistory?: 'refuse' | 'ignore'
  /**
   * `per-migration`: each migration commits by itself. `per-run`: all that can share a transaction do, and a failure
   * undoes them all. One that sets something for its session or transaction shares none with those behind it.
   * @defaultValue `per-migration`
   */
  readonly commit?: 'per-migration' | 'per-run'
}

/** One database, or several under names of their own; what stands beside `databases` holds for each of them. */
export interface Config extends DatabaseConfig {
  /** Addressed with `--database <name>`. */
  readonly databases?: Readonly<Record<string, DatabaseConfig>>
}

/** What the default export of `migrate.config.*` may be. */
export type ConfigExport = Config | Promise<Config> | (() => Config | Promise<Config>)

/** Returns its argument, typed. */
export function defineConfig(config: ConfigExport): ConfigExport {
  return config
}
