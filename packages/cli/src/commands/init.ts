// Owns: `migrate init`.
// Must not know: how files are named and filled.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Context } from '../context.ts'
import { CONFIG_NAMES } from '../settings/config-file.ts'
import { reading } from '../process/file-refusal.ts'
import type { FlagValues } from '../invocation/flag.ts'
import { HOUSE_STYLE } from '../folder/folder-style.ts'
import { maskedUrl, secretsOf } from '../text/mask.ts'
import { migrationFiles } from '../folder/migration-files.ts'
import { nextNumber } from '../folder/numbering.ts'
import type { Result } from '../result.ts'
import { folderOf, readSettings } from '../settings/settings.ts'
import type { Surroundings } from '../process/surroundings.ts'
import { writeNew } from '../folder/write-new.ts'

interface File {
  readonly path: string
  readonly state: 'created' | 'kept'
}

/** A file of the package: SQL that runs on every engine as it is, so that the first `migrate up` shows something. */
function template(name: 'create_notes.up.sql' | 'create_notes.down.sql'): string {
  const manifest = import.meta.resolve('@godwit/cli/package.json')
  return readFileSync(new URL(`template/${name}`, manifest), 'utf8')
}

/** A configuration, a folder and a first migration; whatever is there already stays as it is. */
export async function run({ flags, surroundings }: Context): Promise<Result> {
  const { cwd } = surroundings
  const existing = flags.config ?? CONFIG_NAMES.find((name) => existsSync(join(cwd, name)))
  const folder = await folderFor(existing, flags, surroundings)
  // Before the configuration, which names the folder: where it cannot be made, nothing is left behind.
  const migrations = firstMigration(cwd, folder)
  const config: File = existing === undefined ? configuration(surroundings, flags) : { path: existing, state: 'kept' }
  return {
    kind: 'files',
    files: [config, ...migrations],
    next: isNamed(surroundings, flags)
      ? '`migrate plan` shows what would run, `migrate up` runs it.'
      : 'Set DATABASE_URL or the `url` in the configuration, then run `migrate up`.',
  }
}

/** One further up is of another project. */
async function folderFor(existing: string | undefined, flags: FlagValues, surroundings: Surroundings): Promise<string> {
  if (existing === undefined) return folderOf(flags, {}, surroundings.cwd, surroundings.cwd).path
  return (await readSettings({ ...flags, config: existing }, surroundings)).dir.path
}

function isNamed({ env }: Surroundings, { url, 'env-file': envFile }: FlagValues): boolean {
  return url !== undefined || envFile !== undefined || (env['DATABASE_URL'] ?? '') !== ''
}

function configuration(surroundings: Surroundings, flags: FlagValues): File {
  const { cwd } = surroundings
  const { dir = 'migrations', url, line } = flags
  const typed = existsSync(join(cwd, 'tsconfig.json'))
  const name = typed ? 'migrate.config.ts' : 'migrate.config.mjs'
  const settings = [
    url !== undefined && !mayBeSecret(url)
      ? `url: ${quoted(url)},`
      : isNamed(surroundings, flags)
        ? ADDRESS
        : `url: process.env.DATABASE_URL ?? 'file:app.db',`,
    `dir: ${quoted(dir)},`,
    ...(line === undefined ? [] : [`line: ${quoted(line)},`]),
  ]
  const body = `{\n${settings.map((setting) => `  ${setting}\n`).join('')}}`
  const text = typed
    ? `import { defineConfig } from '@godwit/cli'\n\nexport default defineConfig(${body})\n`
    : `/** @type {import('@godwit/cli').Config} */\nexport default ${body}\n`
  return { path: name, state: writeNew(join(cwd, name), text, cwd) }
}

/** Where there is a database already, a file in its place would be migrated in silence on the day that the variable is missing. */
const ADDRESS = '// The database is the one that DATABASE_URL names.'

/** A URL with a password does not belong into a file that is committed, nor one that may have one: not even `postgres:postgres`. */
function mayBeSecret(url: string): boolean {
  return url.includes('@') || /token/i.test(url) || maskedUrl(url) !== url || secretsOf(url).length > 0
}

function firstMigration(cwd: string, folder: string): readonly File[] {
  const shown = relative(cwd, folder) || '.'
  if (existsSync(folder) && reading(shown, () => readdirSync(folder)).length > 0) return [{ path: shown, state: 'kept' }]
  const first = { up: template('create_notes.up.sql'), down: template('create_notes.down.sql') }
  return migrationFiles(HOUSE_STYLE, nextNumber(HOUSE_STYLE.numbering, undefined, new Date()), 'create_notes', first).map(
    ({ path, text }) => {
      const whole = join(folder, path)
      return { path: relative(cwd, whole), state: writeNew(whole, text, cwd) }
    },
  )
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
