// Owns: what is said of a folder in which nothing is a migration.
// Must not know: which names are.

import { readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { reading } from '../process/file-refusal.ts'
import { idList } from '../text/id-list.ts'

/** Files that a system or an editor hides are nobody's migrations. */
export function aboutEmptyFolder(path: string, cwd: string): string {
  const shown = relative(cwd, path) || '.'
  const there = reading(shown, () => readdirSync(path, { withFileTypes: true }))
  const names = there
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .toSorted()
  return `There is no migration in ${shown}.${names.length === 0 ? '' : ` Not taken for one: ${idList(names)}.`}`
}
