// Checks that everything installed, for use or for work, runs on the lowest Node that is promised. Exits 1 where it does not.
// Must not know what is installed.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { minVersion, satisfies } from 'semver'

import { packages, root } from './workspace.mjs'

/** @param {string} path @returns {import('./workspace.mjs').Manifest} */
const manifest = (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
/** @param {string} folder */
const list = (folder) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())

const promised = manifest(root).engines?.['node'] ?? ''
const floor = minVersion(promised)?.version
if (floor === undefined) throw new Error('package.json promises no Node')

const store = join(root, 'node_modules/.pnpm')
const installed = list(store).flatMap((entry) => {
  const folder = join(store, entry.name, 'node_modules')
  // What a package depends on is linked beside it; only the package itself is a folder.
  return entry.name === 'node_modules'
    ? []
    : list(folder).flatMap(({ name }) =>
        name.startsWith('@') ? list(join(folder, name)).map((inner) => join(folder, name, inner.name)) : [join(folder, name)],
      )
})

const refused = installed.map(manifest).flatMap(({ name, version, engines }) => {
  const range = engines?.['node']
  return range === undefined || satisfies(floor, range) ? [] : [`${name}@${version} wants node ${range}`]
})
const strangers = packages().flatMap(({ name, manifest: own }) =>
  own.private || own.engines?.['node'] === promised
    ? []
    : [`${name} promises node ${own.engines?.['node'] ?? 'nothing'}, the workspace ${promised}`],
)
for (const line of [...refused, ...strangers]) console.log(line)
console.log(`node ${floor}: ${installed.length} installed packages, ${refused.length} refuse it`)
process.exitCode = installed.length > 0 && refused.length === 0 && strangers.length === 0 ? 0 : 1
