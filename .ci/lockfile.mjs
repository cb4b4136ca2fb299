// Checks that nothing committed names a registry: the lockfile must be as good behind another one. Exits 1 where it does.
// Must not know which registry was used.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { packages, root } from './workspace.mjs'

const files = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'package.json',
  '.npmrc',
  ...packages().flatMap(({ path }) => [`${path}/package.json`, `${path}/.npmrc`]),
]
const found = files
  .filter((path) => existsSync(join(root, path)))
  .flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((text, index) =>
        /\b(?:https?|git|ssh):\/\/|git\+|\btarball:|\bregistry\s*[:=]|\bresolved\b/.test(text)
          ? [`${path}:${index + 1}  ${text.trim()}`]
          : [],
      ),
  )
for (const line of found) console.log(line)
console.log(`${found.length} addresses`)
process.exitCode = found.length === 0 ? 0 : 1
