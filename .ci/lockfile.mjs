// Checks that the lockfile is as good on other machines: that nothing committed names a registry, and that what a package has for
// other platforms stands in it. Exits 1 where not. Must not know which registry was used.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
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

/** Published for one platform only where this was installed; it is measured by benchmarks, and nothing else needs it. */
const ONE_PLATFORM = /^@dbmate\//

/** What installed packages may need and the lockfile does not have: pnpm leaves out in silence what it could not find. */
function leftOut() {
  const locked = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
  /** @param {string} text */
  const has = (text) => locked.includes(`\n  '${text}`) || locked.includes(`\n  ${text}`)
  const store = join(root, 'node_modules/.pnpm')
  const missing = new Set()
  for (const entry of readdirSync(store)) {
    const name = nameOf(entry)
    const manifest = join(store, entry, 'node_modules', name, 'package.json')
    if (!existsSync(manifest)) continue
    const { version, optionalDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'))
    // What an earlier lockfile wanted may still lie there.
    if (!has(`${name}@${version}`)) continue
    for (const optional of Object.keys(optionalDependencies)) {
      if (!has(`${optional}@`) && !ONE_PLATFORM.test(optional)) missing.add(`${optional}, of ${name}`)
    }
  }
  return [...missing].toSorted((a, b) => (a < b ? -1 : 1))
}

/** `@a+b@1.2.3_peer@4` is the folder of `@a/b`. @param {string} entry */
function nameOf(entry) {
  return entry.slice(0, entry.indexOf('@', 1)).replace('+', '/')
}

const missing = leftOut()
for (const line of missing) console.log(`not in pnpm-lock.yaml: ${line}; pnpm install --fix-lockfile --lockfile-only`)
console.log(`${missing.length} packages for other platforms missing`)
process.exitCode = found.length + missing.length === 0 ? 0 : 1
