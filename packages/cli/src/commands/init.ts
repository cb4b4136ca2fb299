// Owns: `migrate init`.
// Must not know: how files are named and filled.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Context } from '../context.ts'
import { CONFIG_NAMES } from '../config-file.ts'
import { HOUSE_STYLE } from '../folder-style.ts'
import { migrationFiles } from '../migration-files.ts'
import { nextNumber } from '../numbering.ts'
import type { Result } from '../result.ts'
import { writeNew } from '../write-new.ts'

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
  const dir = flags.dir ?? 'migrations'
  const files = [configuration(cwd, dir, flags.url), ...firstMigration(cwd, dir)]
  return { kind: 'files', files, next: 'Set DATABASE_URL or the `url` in the configuration, then run `migrate up`.' }
}

function configuration(cwd: string, dir: string, url: string | undefined): File {
  const existing = CONFIG_NAMES.find((name) => existsSync(join(cwd, name)))
  if (existing !== undefined) return { path: existing, state: 'kept' }
  const typed = existsSync(join(cwd, 'tsconfig.json'))
  const name = typed ? 'migrate.config.ts' : 'migrate.config.mjs'
  // A URL with a password does not belong into a file that is committed.
  const address = url === undefined || /@|token/i.test(url) ? `process.env.DATABASE_URL ?? 'file:app.db'` : quoted(url)
  const body = `{\n  url: ${address},\n  dir: ${quoted(dir)},\n}`
  const text = typed
    ? `import { defineConfig } from '@godwit/cli'\n\nexport default defineConfig(${body})\n`
    : `/** @type {import('@godwit/cli').Config} */\nexport default ${body}\n`
  return { path: name, state: writeNew(join(cwd, name), text, cwd) }
}

function firstMigration(cwd: string, dir: string): readonly File[] {
  const folder = join(cwd, dir)
  if (existsSync(folder) && readdirSync(folder).length > 0) return [{ path: dir, state: 'kept' }]
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
