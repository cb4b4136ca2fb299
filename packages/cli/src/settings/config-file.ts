// Owns: finding the configuration file and reading it into a checked value.
// Must not know: drivers, databases, flags other than --config.

import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { nearest } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import type { Config } from '../config.ts'
import { driverProblem, isListOfTexts, isRecord, lineProblem } from './config-shape.ts'
import { EXIT } from '../process/exit-code.ts'
import { loadModule } from './load-module.ts'
import { unlessIdle } from './unless-idle.ts'

export interface ConfigFile {
  readonly path: string
  readonly folder: string
  readonly config: Config
}

export const CONFIG_NAMES = ['migrate.config.ts', 'migrate.config.mts', 'migrate.config.js', 'migrate.config.mjs'] as const

/** What other tools read under such a name. */
const OTHER_NAMES = ['migrate.config.cjs', 'migrate.config.cts', 'migrate.config.json'] as const

/** `given` must exist; otherwise the nearest of the four names, from `cwd` upward, or undefined. */
export async function readConfigFile(cwd: string, given: string | undefined): Promise<ConfigFile | undefined> {
  const path = given === undefined ? findUpward(cwd) : resolve(cwd, given)
  if (path === undefined) return undefined
  const shown = relative(cwd, path) || path
  if (!existsSync(path)) throw invalid(`There is no configuration file ${shown}.`, 'Correct --config, or run `migrate init` to make one.')
  return { path, folder: dirname(path), config: await evaluate(path, shown) }
}

function findUpward(cwd: string): string | undefined {
  for (let folder = cwd; ;) {
    const there = (name: string): boolean => existsSync(join(folder, name))
    const found = CONFIG_NAMES.find(there)
    if (found !== undefined) return join(folder, found)
    // Passed over, the command would go on with another folder, or another database.
    const other = OTHER_NAMES.find(there)
    if (other !== undefined)
      throw invalid(
        `${relative(cwd, join(folder, other))} is no configuration that is read here.`,
        'Name it migrate.config.mjs or migrate.config.ts, and write `export default { … }` in it.',
      )
    const parent = dirname(folder)
    if (parent === folder) return undefined
    folder = parent
  }
}

async function evaluate(path: string, shown: string): Promise<Config> {
  let value: unknown
  try {
    const module = await loadModule(path)
    const exported = module['default']
    value = await unlessIdle(Promise.resolve(typeof exported === 'function' ? (exported as () => unknown)() : exported))
  } catch (cause) {
    if (cause instanceof CommandError) throw cause
    throw invalid(`${shown} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, 'Correct the file.', cause)
  }
  return checked(value, shown)
}

type Kind = 'string' | 'texts' | 'lines' | 'record' | 'driver' | readonly string[]

const FIELDS = {
  url: 'string',
  driver: 'driver',
  dir: 'string',
  line: 'string',
  requires: 'texts',
  lines: 'lines',
  table: 'string',
  schema: 'string',
  order: ['linear', 'any'],
  missingVariant: ['refuse', 'empty'],
  otherHistory: ['refuse', 'ignore'],
  commit: ['per-migration', 'per-run'],
} as const satisfies Record<string, Kind>

function checked(value: unknown, shown: string): Config {
  if (!isRecord(value))
    throw invalid(`${shown} has no default export that is a configuration.`, 'Write `export default defineConfig({ … })`.')
  checkFields(value, { ...FIELDS, databases: 'record' }, shown, '')
  const databases = value['databases']
  if (isRecord(databases)) {
    for (const [name, database] of Object.entries(databases)) {
      if (!isRecord(database)) throw invalid(`${shown}: databases.${name} is not a configuration.`, 'Give it a `url` or a `driver`.')
      checkFields(database, FIELDS, shown, `databases.${name}.`)
    }
  }
  return value
}

function checkFields(record: Record<string, unknown>, fields: Readonly<Record<string, Kind>>, shown: string, prefix: string): void {
  for (const [name, value] of Object.entries(record)) {
    const kind = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (kind === undefined) {
      const guess = nearest(name, Object.keys(fields))
      throw invalid(
        `${shown}: there is no setting \`${prefix}${name}\`.`,
        guess === undefined ? `The settings are ${Object.keys(fields).join(', ')}.` : `Did you mean \`${prefix}${guess}\`?`,
      )
    }
    const problem = value === undefined ? undefined : problemOf(value, kind)
    if (problem !== undefined) throw invalid(`${shown}: \`${prefix}${name}${problem}.`, 'Correct the file.')
  }
  if (record['url'] !== undefined && record['driver'] !== undefined) {
    throw invalid(`${shown}: \`${prefix}url\` and \`${prefix}driver\` exclude each other.`, 'Leave one of them out.')
  }
}

/** What follows the setting's name, which is still to be closed: an element of a list is named with it. */
function problemOf(value: unknown, kind: Kind): string | undefined {
  switch (kind) {
    case 'string':
      return typeof value === 'string' && value !== '' ? undefined : '` is not a text'
    case 'texts':
      return isListOfTexts(value) ? undefined : '` is not a list of texts'
    case 'lines': {
      if (!Array.isArray(value)) return '` is not a list'
      const found = value.map((line) => lineProblem(line))
      const wrong = found.findIndex((problem) => problem !== undefined)
      return wrong < 0 ? undefined : `[${wrong}]\` is not a line: ${found[wrong] ?? ''}`
    }
    case 'record':
      return isRecord(value) ? undefined : '` is not an object'
    case 'driver': {
      const problem = typeof value === 'function' ? undefined : driverProblem(value)
      return problem === undefined ? undefined : `\` is not a driver or a function that makes one: ${problem}`
    }
    default:
      return typeof value === 'string' && kind.includes(value) ? undefined : `\` is not one of ${kind.join(', ')}`
  }
}

function invalid(message: string, remedy: string, cause?: unknown): CommandError {
  return new CommandError({ exitCode: EXIT.usage, code: 'CONFIG_INVALID', message, remedy, cause })
}
