// Owns: what a command works on, after flags, configuration file and environment have been weighed.
// Must not know: drivers, sessions, files of migrations.

import { relative, resolve } from 'node:path'
import { nearest, type Driver, type Line, type MigratorOptions } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import type { Config, DatabaseConfig } from '../config.ts'
import { readConfigFile } from './config-file.ts'
import { loadEnvFile } from './env-file.ts'
import { EXIT } from '../process/exit-code.ts'
import type { FlagValues } from '../invocation/flag.ts'
import type { Surroundings } from '../process/surroundings.ts'

/** Where the database is. A relative path in `url` counts from `folder`. */
export type Address =
  | { readonly kind: 'url'; readonly url: string; readonly folder: string; readonly from: string }
  | { readonly kind: 'driver'; readonly driver: Driver | (() => Driver | Promise<Driver>); readonly from: string }
  | { readonly kind: 'none' }

export interface Settings {
  readonly configFile: string | undefined
  /** Of several: the one addressed. */
  readonly database: string | undefined
  readonly address: Address
  /** Absolute. `asked`: somebody named it, so it must exist. */
  readonly dir: { readonly path: string; readonly asked: 'yes' | 'no' }
  /** Name of the folder's line. */
  readonly line: string
  /** Of the folder's line. */
  readonly requires: readonly string[]
  readonly lines: readonly Line[]
  /** Of the bookkeeping, as far as they were chosen. */
  readonly bookkeeping: Pick<MigratorOptions, 'table' | 'schema'>
  readonly order: 'linear' | 'any'
  readonly missingVariant: 'refuse' | 'empty'
  readonly otherHistory: 'refuse' | 'ignore'
  readonly commit: 'per-migration' | 'per-run'
}

/** Flags come before the configuration file, that before the environment. */
export async function readSettings(flags: FlagValues, { cwd, env }: Surroundings): Promise<Settings> {
  if (flags['env-file'] !== undefined) loadEnvFile(cwd, flags['env-file'])
  const file = await readConfigFile(cwd, flags.config)
  const [database, config] = addressed(file?.config ?? {}, flags.database, file === undefined ? undefined : relative(cwd, file.path))
  const home = file?.folder ?? cwd
  return {
    configFile: file?.path,
    database,
    address: addressOf(flags, config, database === undefined ? env['DATABASE_URL'] : undefined, {
      cwd,
      home,
      shown: file === undefined ? '' : relative(cwd, file.path),
    }),
    dir: folderOf(flags, config, cwd, home),
    line: config.line ?? 'app',
    requires: config.requires ?? [],
    lines: config.lines ?? [],
    bookkeeping: {
      ...(config.table === undefined ? {} : { table: config.table }),
      ...(config.schema === undefined ? {} : { schema: config.schema }),
    },
    order: (flags.order as Settings['order'] | undefined) ?? config.order ?? 'linear',
    missingVariant: (flags['missing-variant'] as Settings['missingVariant'] | undefined) ?? config.missingVariant ?? 'refuse',
    otherHistory: (flags['other-history'] as Settings['otherHistory'] | undefined) ?? config.otherHistory ?? 'refuse',
    commit: config.commit ?? 'per-migration',
  }
}

export function folderOf({ dir }: FlagValues, config: DatabaseConfig, cwd: string, home: string): Settings['dir'] {
  if (dir !== undefined) return { path: resolve(cwd, dir), asked: 'yes' }
  return { path: resolve(home, config.dir ?? 'migrations'), asked: config.dir === undefined ? 'no' : 'yes' }
}

function addressed(config: Config, wanted: string | undefined, shown: string | undefined): readonly [string | undefined, DatabaseConfig] {
  const { databases, ...shared } = config
  const names = Object.keys(databases ?? {})
  if (wanted === undefined && names.length === 0) return [undefined, shared]
  const name = wanted ?? (names.length === 1 ? names[0] : undefined)
  const database = name === undefined ? undefined : databases?.[name]
  if (name !== undefined && database !== undefined && Object.hasOwn(databases ?? {}, name)) return [name, merged(shared, database)]
  const guess = wanted === undefined ? undefined : nearest(wanted, names)
  throw new CommandError({
    exitCode: EXIT.usage,
    code: 'UNKNOWN_DATABASE',
    message:
      wanted === undefined
        ? `${shown ?? 'The configuration'} has several databases, and none was named.`
        : names.length === 0
          ? `There is no database \`${wanted}\`: ${shown === undefined ? 'there is no configuration file' : `${shown} names no \`databases\``}.`
          : `There is no database \`${wanted}\` in ${shown ?? 'the configuration'}.`,
    remedy:
      guess !== undefined
        ? `Did you mean --database ${guess}?`
        : names.length === 0
          ? 'Leave --database out, or name it under `databases`.'
          : `Write --database with one of ${names.join(', ')}.`,
  })
}

/** A database with a driver of its own does not inherit the url that all share, nor the other way round. */
function merged({ url, driver, ...shared }: DatabaseConfig, database: DatabaseConfig): DatabaseConfig {
  if (database.url !== undefined || database.driver !== undefined) return { ...shared, ...database }
  return { ...shared, ...database, ...(url === undefined ? {} : { url }), ...(driver === undefined ? {} : { driver }) }
}

/** A database with a name never falls back on the environment: that one is somebody else's. */
function addressOf(
  flags: FlagValues,
  { url, driver }: DatabaseConfig,
  fromEnvironment: string | undefined,
  { cwd, home, shown }: { readonly cwd: string; readonly home: string; readonly shown: string },
): Address {
  if (flags.url !== undefined) return { kind: 'url', url: flags.url, folder: cwd, from: '--url' }
  if (url !== undefined) return { kind: 'url', url, folder: home, from: shown }
  if (driver !== undefined) return { kind: 'driver', driver, from: shown }
  if (fromEnvironment !== undefined && fromEnvironment !== '')
    return { kind: 'url', url: fromEnvironment, folder: cwd, from: 'DATABASE_URL' }
  return { kind: 'none' }
}
