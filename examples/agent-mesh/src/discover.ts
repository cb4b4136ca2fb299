// Owns: which files `mesh run` reads.
// Must not know: what is in them.

import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { CONFIGS } from './project.ts'
import { EXIT, Refusal } from './refusal.ts'

/** As it is found, and as it is shown. */
export interface Found {
  readonly path: string
  readonly file: string
}

/**
 * Without `named`, all of the project. A folder stands for all `.yaml` and `.yml` in it and below, but those that begin with `_` or
 * `shared_config`; a file that is named is read whatever its name. `skipped`: file names, with or without their ending.
 */
export async function discover(
  project: string,
  cwd: string,
  named: readonly string[],
  skipped: readonly string[],
): Promise<readonly Found[]> {
  const roots = named.length === 0 ? [join(project, CONFIGS)] : named.map((each) => resolve(cwd, each))
  const paths: string[] = []
  for (const root of roots) paths.push(...(await filesOf(root)))
  return [...new Set(paths)]
    .filter((path) => !skipped.includes(basename(path)) && !skipped.includes(basename(path).replace(/\.ya?ml$/, '')))
    .map((path) => ({ path, file: relative(project, path).replaceAll('\\', '/') }))
}

async function filesOf(path: string): Promise<readonly string[]> {
  const about = await stat(path).catch(() => undefined)
  if (about === undefined) throw new Refusal(EXIT.usage, `There is no ${path}. No database was touched.`)
  if (!about.isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name) && !/^(_|shared_config)/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
