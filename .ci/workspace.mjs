// Owns: which packages there are, as pnpm sees them.
// Must not know: what is checked about them.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {{
 *   name: string
 *   version: string
 *   private?: boolean
 *   license?: string
 *   description?: string
 *   keywords?: string[]
 *   engines?: Record<string, string>
 *   scripts?: Record<string, string>
 *   exports?: Record<string, unknown>
 *   dependencies?: Record<string, string>
 *   peerDependencies?: Record<string, string>
 *   devDependencies?: Record<string, string>
 * }} Manifest
 * @typedef {{ name: string, dir: string, path: string, manifest: Manifest }} Package
 *   `dir` is absolute, `path` relative to the root with forward slashes.
 */

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Every package of the workspace but its root, sorted by path. @returns {Package[]} */
export function packages() {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/pnpm'), ['list', '--recursive', '--depth', '-1', '--json'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`pnpm could not list the workspace: ${stderr || stdout}`)
  return /** @type {{ name: string, path: string }[]} */ (JSON.parse(stdout))
    .filter((entry) => relative(root, entry.path) !== '')
    .map(({ name, path: dir }) => ({
      name,
      dir,
      path: relative(root, dir).split(sep).join('/'),
      manifest: JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
