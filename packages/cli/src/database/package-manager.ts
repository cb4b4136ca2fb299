// Owns: which package manager a project has, and its commands for what a package may need.
// Must not know: which packages, what is the matter with them.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type PackageManager = 'bun' | 'npm' | 'pnpm' | 'yarn'

const LOCKFILES = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
] as const satisfies readonly (readonly [string, PackageManager])[]

/** The one whose lockfile is nearest. */
export function packageManagerOf(from: string): PackageManager {
  for (let folder = from; ;) {
    const found = LOCKFILES.find(([lockfile]) => existsSync(join(folder, lockfile)))
    if (found !== undefined) return found[1]
    const parent = dirname(folder)
    if (parent === folder) return 'npm'
    folder = parent
  }
}

/** Adds packages to the project. */
export function addCommand(manager: PackageManager, packages: string): string {
  return manager === 'npm' ? `\`npm install ${packages}\`` : `\`${manager} add ${packages}\``
}

/** Runs the install script of a package that is there already. */
export function buildCommand(manager: PackageManager, name: string): string {
  switch (manager) {
    case 'npm':
      // Where a configuration file says ignore-scripts, npm would run nothing without this, and say that it did.
      return `\`npm rebuild ${name} --ignore-scripts=false\``
    case 'pnpm':
      // It rebuilds nothing that nobody has approved.
      return `\`pnpm approve-builds\`, then \`pnpm rebuild ${name}\``
    case 'yarn':
      return `\`yarn rebuild ${name}\` (Yarn 1: \`yarn install --force\`)`
    case 'bun':
      return `\`bun pm trust ${name}\`, then \`bun install --force\``
    default:
      return manager satisfies never
  }
}

/** Brings everything that the lockfile has for this platform. */
export function installCommand(manager: PackageManager): string {
  return manager === 'npm' ? '`npm install --include=optional`' : `\`${manager} install\``
}
