// Owns: one database opened for one command, and the lines that are run on it.
// Must not know: SQL, what the command does.

import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { isDriverError, Migrator, nearest, orderLines, type Driver, type Line, type MigrationSource, type Observer } from '@godwit/core'
import { withClientTrouble } from './client-trouble.ts'
import { CommandError } from '../process/command-error.ts'
import { driverProblem } from '../settings/config-shape.ts'
import type { Context } from '../context.ts'
import { readDatabaseUrl } from './database-url.ts'
import { findDriver, makeDriver, type FoundDriver } from './driver-package.ts'
import { readDuration } from '../text/duration.ts'
import { aboutEmptyFolder } from '../folder/empty-folder.ts'
import { EXIT } from '../process/exit-code.ts'
import { withFileTrouble } from './file-trouble.ts'
import { maskedUrl } from '../text/mask.ts'
import type { DatabaseName } from '../result.ts'
import { readSettings, type Address, type Settings } from '../settings/settings.ts'
import { readFolder } from '../folder/folder.ts'
import { unlessIdle } from '../settings/unless-idle.ts'

export interface Database {
  readonly name: DatabaseName
  /** Absolute; undefined for a server and for a database in memory. */
  readonly file: string | undefined
  /** In the order that their requirements ask for. */
  readonly lines: readonly [LineOfDatabase, ...LineOfDatabase[]]
}

export interface LineOfDatabase {
  readonly name: string
  readonly migrator: Migrator
  /** Of the migrations that the code has. */
  readonly ids: readonly string[]
}

/** Opens what the flags and the configuration name, and closes it whatever `work` does. */
export async function withDatabase<Value>(
  context: Context,
  observer: Observer,
  work: (database: Database) => Promise<Value>,
): Promise<Value> {
  const settings = await readSettings(context.flags, context.surroundings)
  const { driver, ...about } = await connect(settings, context)
  try {
    const lines = await linesOf(settings, driver, context, observer)
    return await work({ ...about, lines })
  } finally {
    await driver.close()
  }
}

export interface Connection {
  readonly driver: Driver
  readonly name: DatabaseName
  readonly file: string | undefined
}

/** Makes the driver; nothing is sent yet. */
export async function connect(settings: Settings, context: Context): Promise<Connection> {
  const connection = await connectionTo(settings, context)
  context.meet(connection.name)
  return connection
}

async function connectionTo({ address, database }: Settings, { output, surroundings: { cwd } }: Context): Promise<Connection> {
  switch (address.kind) {
    case 'none':
      throw new CommandError({
        exitCode: EXIT.usage,
        code: 'NO_DATABASE',
        message: database === undefined ? 'No database was named.' : `The database \`${database}\` has neither a \`url\` nor a \`driver\`.`,
        remedy:
          database === undefined
            ? 'Set DATABASE_URL, give --url, or run `migrate init` to make a configuration.'
            : 'Give it one in the configuration.',
      })
    case 'driver': {
      const driver = typeof address.driver === 'function' ? await fromFunction(address.driver, address.from) : address.driver
      return { driver: withClientTrouble(driver, cwd), name: { name: database, driver: driver.name, url: undefined }, file: undefined }
    }
    case 'url':
      return byUrl(address, database, cwd, output)
    default:
      return address satisfies never
  }
}

/** Whatever it throws: nothing was asked of a database yet. */
async function fromFunction(make: () => unknown, from: string): Promise<Driver> {
  const refused = (why: string, cause?: unknown): CommandError =>
    new CommandError({
      exitCode: EXIT.usage,
      code: 'CONFIG_INVALID',
      message: `The \`driver\` in ${from} ${why}.`,
      remedy: 'Correct the function.',
      cause,
    })
  let made: unknown
  try {
    made = await unlessIdle(Promise.resolve(make()))
  } catch (cause) {
    throw refused(`could not be made: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
  const problem = driverProblem(made)
  if (problem !== undefined) throw refused(`made no driver: ${problem}`)
  return made as Driver
}

async function byUrl(
  address: Extract<Address, { kind: 'url' }>,
  database: string | undefined,
  cwd: string,
  output: Context['output'],
): Promise<Connection> {
  output.hide(address.url)
  const { url, scheme, driver: wanted, file } = readDatabaseUrl(address.url, address.folder, address.from)
  const found = findDriver(wanted, address.folder)
  const other = file !== undefined || isInMemory(url) ? otherForFiles(found, address.folder) : undefined
  // A query goes with it as it is, for the driver to refuse.
  const bare = await made(other ?? found, other === undefined || url.includes('?') ? url : (file ?? ':memory:'), address)
  const driver = withClientTrouble(bare, address.folder)
  const shown = file === undefined ? maskedUrl(address.url) : `${scheme === 'file' ? 'file:' : ''}${relative(cwd, file) || file}`
  const name = { name: database, driver: driver.name, url: shown }
  return { driver: file === undefined ? driver : withFileTrouble(driver, file, cwd), name, file }
}

function isInMemory(url: string): boolean {
  return url.endsWith(':memory:')
}

/** A file of SQLite is read by whichever of the two drivers is there; its scheme says which of them comes first. */
function otherForFiles(found: FoundDriver, folder: string): FoundDriver | undefined {
  if (found.state === 'ready') return undefined
  const other = findDriver(found.driver === 'libsql' ? 'better-sqlite3' : 'libsql', folder)
  return other.state === 'ready' ? other : undefined
}

/** A driver refuses an address that it cannot read when it is made. */
async function made(found: FoundDriver, url: string, address: Extract<Address, { kind: 'url' }>): Promise<Driver> {
  try {
    return await makeDriver(found, url, address.folder)
  } catch (error) {
    if (!isDriverError(error)) throw error
    throw new CommandError({
      exitCode: EXIT.usage,
      code: 'CONFIG_INVALID',
      message: `${maskedUrl(address.url)} (from ${address.from}) cannot be used. ${error.message}`,
      remedy: 'Correct the address.',
      cause: error,
    })
  }
}

export async function linesOf(settings: Settings, driver: Driver, context: Context, observer: Observer): Promise<Database['lines']> {
  const { flags, surroundings } = context
  const folder = await folderLine(settings, driver, surroundings.cwd)
  const known: readonly Line[] =
    folder === undefined ? settings.lines : [{ name: folder.name, migrations: [], requires: settings.requires }, ...settings.lines]
  const [first, ...rest] = orderLines(known.filter(({ name }) => flags.line === undefined || name === flags.line))
  if (first === undefined) throw unknownLine(flags.line ?? '', known)
  if (folder?.sources.length === 0 && [first, ...rest].some(({ name }) => name === folder.name))
    context.output.note(`${context.output.alarm.yellow('warning')}: ${aboutEmptyFolder(settings.dir.path, surroundings.cwd)}`)
  const options = {
    ...settings.bookkeeping,
    ...(flags['wait-timeout'] === undefined ? {} : { waitMs: readDuration('--wait-timeout', flags['wait-timeout']) }),
    order: settings.order,
    missingVariant: settings.missingVariant,
    otherHistory: settings.otherHistory,
    commit: settings.commit,
    observer,
  }
  const open = (line: Line): LineOfDatabase => {
    const migrator = new Migrator(driver, {
      ...options,
      line: line.name,
      ...(line.requires === undefined ? {} : { requires: line.requires }),
    })
    const migrations = line.name === folder?.name ? folder.sources : line.migrations
    if (line.name === folder?.name) migrator.addSources(folder.sources)
    else migrator.addMigrations(line.migrations)
    return { name: line.name, migrator, ids: migrations.map(({ id }) => id) }
  }
  return [open(first), ...rest.map(open)]
}

interface FolderLine {
  readonly name: string
  readonly sources: readonly MigrationSource[]
}

/** Undefined where there is no folder, nobody named one and there are lines without it. */
async function folderLine({ dir, line, lines }: Settings, driver: Driver, cwd: string): Promise<FolderLine | undefined> {
  if (existsSync(dir.path)) return { name: line, sources: await readFolder(dir.path, driver.dialect) }
  if (dir.asked === 'no' && lines.length > 0) return undefined
  const shown = relative(cwd, dir.path) || dir.path
  throw new CommandError({
    exitCode: EXIT.usage,
    code: 'FOLDER_MISSING',
    message: `There is no folder of migrations ${shown}.`,
    remedy:
      dir.asked === 'yes' ? 'Correct --dir or `dir` in the configuration.' : 'Run `migrate init` to make it, or name another with --dir.',
  })
}

function unknownLine(wanted: string, known: readonly Line[]): CommandError {
  const names = known.map(({ name }) => name)
  const guess = nearest(wanted, names)
  return new CommandError({
    exitCode: EXIT.usage,
    code: 'UNKNOWN_LINE',
    message: `There is no line \`${wanted}\`.`,
    remedy: guess === undefined ? `The lines are ${names.join(', ')}.` : `Did you mean --line ${guess}?`,
  })
}

/** Commands that turn one line back, or stop half way, must know which. */
export function onlyLine({ lines }: Database, because: string): LineOfDatabase {
  if (lines.length === 1) return lines[0]
  throw new CommandError({
    exitCode: EXIT.usage,
    code: 'UNKNOWN_LINE',
    message: `${because} works on one line, and there are several.`,
    remedy: `Write --line with one of ${lines.map(({ name }) => name).join(', ')}.`,
  })
}
