// Owns: `migrate doctor`: one check after another, each with its remedy.
// Must not know: SQL, how a check is printed.

import { constants, existsSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { describeProblem, examine, isMigrateError, Migrator, type Examination, type Problem } from '@godwit/core'
import { aftermathOfError, isAboutClient } from '../page/aftermath.ts'
import type { Context } from '../context.ts'
import { connect, linesOf, type Connection, type LineOfDatabase } from '../database/database.ts'
import { isAllowed } from '../database/file-trouble.ts'
import type { Check, Result } from '../result.ts'
import { readSettings, type Settings } from '../settings/settings.ts'
import { progress } from '../page/progress.ts'
import { validateLines } from '../database/validate-lines.ts'

const OLDEST = [20, 19] as const
/** A server may add its compiler and the day it was built. */
const LONGEST_VERSION = 60

/** Leaves nothing. A check that stands on a failed one is skipped, not guessed. */
export async function run(context: Context): Promise<Result> {
  const checks: Check[] = [node()]
  const settings = await tried(
    checks,
    'configuration',
    () => readSettings(context.flags, context.surroundings),
    (found) => configuration(found, context),
  )
  if (settings === undefined) return skipping(checks)
  const connection = await tried(
    checks,
    'driver',
    () => connect(settings, context),
    ({ driver, name }) => `${driver.name}, for ${name.url ?? 'the driver of the configuration'}`,
  )
  if (connection === undefined) return skipping(checks)
  try {
    await inside(checks, settings, connection, context)
  } finally {
    await connection.driver.close()
  }
  return skipping(checks)
}

async function inside(checks: Check[], settings: Settings, { driver, file }: Connection, context: Context): Promise<void> {
  let examined: Examination | undefined
  try {
    if (file === undefined) examined = await examine(driver, settings.bookkeeping, { signal: context.signal })
    else await new Migrator(driver, settings.bookkeeping).status({ signal: context.signal })
    const version = examined === undefined ? '' : `: ${examined.version.slice(0, LONGEST_VERSION)}`
    checks.push(
      ok(
        'connection',
        file !== undefined && !existsSync(file) ? 'the file is not there yet; the first `up` makes it' : `the database answers${version}`,
      ),
    )
    checks.push(ok('bookkeeping', 'the tables are ours, or not there yet'))
  } catch (error) {
    // A setting that this engine does not know, found before anything was asked.
    if (isMigrateError(error, 'INVALID')) return void checks.splice(checks.findIndex(isConfiguration), 1, failed('configuration', error))
    const answered = isMigrateError(error, 'JOURNAL_FOREIGN') || isMigrateError(error, 'JOURNAL_TOO_NEW')
    if (answered) checks.push(ok('connection', 'the database answers'))
    // Only the first session loads the client: what was said of the driver until then was too much.
    if (isAboutClient(error)) checks.splice(-1, 1, failed('driver', error))
    else checks.push(failed(answered ? 'bookkeeping' : 'connection', error))
  }
  if (file !== undefined) checks.push(permissionsOfFile(file, context.surroundings.cwd))
  else if (examined !== undefined) checks.push(permissionsOfUser(examined))
  const lines = await tried(
    checks,
    'migrations',
    () => linesOf(settings, driver, context, progress(context.output)),
    (found) => `${found.length} ${found.length === 1 ? 'line' : 'lines'}: ${found.map(({ name }) => name).join(', ')}`,
  )
  if (
    lines !== undefined &&
    checks.every(({ name, state }) => name !== 'bookkeeping' || state === 'ok') &&
    checks.some(({ name }) => name === 'bookkeeping')
  ) {
    await drift(checks, lines, context.signal)
  }
}

function isConfiguration({ name }: Check): boolean {
  return name === 'configuration'
}

function node(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const old = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
  return old
    ? { name: 'node', state: 'failed', message: `${process.version} is too old`, remedy: `Use Node ${OLDEST.join('.')} or newer.` }
    : ok('node', process.version)
}

function configuration({ configFile, dir }: Settings, { surroundings: { cwd } }: Context): string {
  return `${configFile === undefined ? 'no file, defaults' : relative(cwd, configFile)}; migrations in ${relative(cwd, dir.path) || dir.path}`
}

/** Of a file: the folder counts too, because SQLite writes its journal beside the database. */
function permissionsOfFile(file: string, cwd: string): Check {
  const folder = dirname(file)
  const locked = [folder, ...(existsSync(file) ? [file] : [])].find((path) => !isAllowed(path, constants.W_OK))
  if (locked === undefined) return ok('permissions', 'the file and its folder can be written')
  const shown = relative(cwd, locked) || '.'
  return {
    name: 'permissions',
    state: 'failed',
    message: `${shown} cannot be written`,
    remedy: `Give this user the right to write ${shown}.`,
  }
}

function permissionsOfUser({ tables }: Examination): Check {
  switch (tables.state) {
    case 'may be written':
      return ok('permissions', 'the tables of the history are there and can be written (tried, and rolled back)')
    case 'may not be written':
      return {
        name: 'permissions',
        state: 'failed',
        message: `the tables of the history are there, and nothing can be written to them: ${tables.why}`,
        remedy: 'Give this user the right to write them, use another user for migrations, or a server that is not read-only.',
      }
    case 'may be made':
      return ok('permissions', 'this user may make tables (tried, and rolled back)')
    case 'may not be made':
      return {
        name: 'permissions',
        state: 'failed',
        message: `this user can make no tables: ${tables.why}`,
        remedy: 'Give it the right to create tables in its schema, use another user for migrations, or a server that is not read-only.',
      }
    case 'not tried':
      return {
        name: 'permissions',
        state: 'skipped',
        message: 'not tried: this database cannot take a table back; the first migration shows it',
        remedy: '',
      }
    default:
      return tables satisfies never
  }
}

async function drift(checks: Check[], lines: readonly LineOfDatabase[], signal: AbortSignal): Promise<void> {
  try {
    for (const { line, validation, planning } of await validateLines(lines, signal)) {
      const { name } = line
      const { errors, warnings } = validation
      if (errors.length > 0)
        checks.push({
          name: 'drift',
          state: 'failed',
          message: `${name}: ${errors.join(' ')}`,
          remedy: 'Run `migrate status` to see where each stands.',
        })
      else if (!planning.ok) for (const problem of planning.problems) checks.push(refused(name, problem))
      else {
        // What `up` would run now, what it would go on with included.
        const pending = `${planning.plan.steps.length} pending`
        if (warnings.length === 0) checks.push(ok('drift', `${name}: none, ${pending}`))
        else checks.push({ name: 'drift', state: 'warning', message: `${name}: ${pending}. ${warnings.join(' ')}`, remedy: '' })
      }
    }
  } catch (error) {
    checks.push(failed('drift', error))
  }
}

function refused(line: string, problem: Problem): Check {
  const { message, remedy } = describeProblem(problem)
  return { name: 'drift', state: 'failed', message: `${line}: ${message}`, remedy }
}

async function tried<Value>(
  checks: Check[],
  name: Check['name'],
  work: () => Promise<Value>,
  say: (value: Value) => string,
): Promise<Value | undefined> {
  try {
    const value = await work()
    checks.push(ok(name, say(value)))
    return value
  } catch (error) {
    checks.push(failed(name, error))
    return undefined
  }
}

function ok(name: Check['name'], message: string): Check {
  return { name, state: 'ok', message, remedy: '' }
}

/** Whoever said to stop is told that it did; no check has failed because of that. */
function failed(name: Check['name'], error: unknown): Check {
  if (isMigrateError(error, 'ABORTED')) throw error
  return { name, state: 'failed', message: error instanceof Error ? error.message : String(error), remedy: aftermathOfError(error).next }
}

/** Names what was not looked at, so that silence is not taken for health. */
function skipping(checks: readonly Check[]): Result {
  const names = ['node', 'configuration', 'driver', 'connection', 'bookkeeping', 'permissions', 'migrations', 'drift'] as const
  const missing = names.filter((name) => !checks.some((check) => check.name === name))
  return {
    kind: 'checks',
    checks: [...checks, ...missing.map((name) => ({ name, state: 'skipped', message: 'not looked at', remedy: '' }) as const)],
  }
}
