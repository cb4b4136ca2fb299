// Owns: docs/systems.md, the table of the rows of the five systems: which test names a row, and on which engines it passed.
// Must not know what a row asks for: its words stand in the table and are kept. Without --write it only compares; the tests must have run.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import { resultFile } from './results.mjs'
import { packages, root } from './workspace.mjs'

/** How the groups of tests name the engines. @type {readonly (readonly [column: string, group: RegExp])[]} */
const ENGINES = [
  ['better-sqlite3', /better-sqlite3/],
  ['libSQL', /libsql/i],
  ['PostgreSQL', /PostgreSQL/],
  ['MariaDB', /MariaDB/],
]
const ROW = /\b[SCAGPE]-[TFMDUX]\d+\b/g
const TABLE = join(root, 'docs/systems.md')

/** @typedef {{ engines: Set<string>, files: Set<string> }} Proof */

/** Of tests that passed, by row. `engines` is empty where none of a row's tests names one. @returns {Map<string, Proof>} */
function proofs() {
  /** @type {Map<string, Proof>} */
  const found = new Map()
  for (const { name } of packages()) {
    const file = join(root, '.results', resultFile(name))
    if (!existsSync(file)) continue
    for (const { name: path, assertionResults } of JSON.parse(readFileSync(file, 'utf8')).testResults) {
      for (const { status, fullName } of assertionResults) {
        if (status !== 'passed') continue
        for (const [row] of fullName.matchAll(ROW)) {
          const proof = found.get(row) ?? { engines: new Set(), files: new Set() }
          found.set(row, proof)
          proof.files.add(relative(root, path).replaceAll('\\', '/'))
          for (const [engine, group] of ENGINES) if (group.test(fullName)) proof.engines.add(engine)
        }
      }
    }
  }
  return found
}

const before = readFileSync(TABLE, 'utf8')
const proved = proofs()
const known = new Set()
const filled = before
  .split('\n')
  .map((line) => {
    const [, row, what] = /^\| ([SCAGPE]-[TFMDUX]\d+) +\| (.*?) +\| /.exec(line) ?? []
    if (row === undefined || what === undefined) return line
    known.add(row)
    const { engines, files } = proved.get(row) ?? { engines: new Set(), files: new Set() }
    const marks = ENGINES.map(([engine]) => (engines.has(engine) ? '✔' : files.size > 0 && engines.size === 0 ? '·' : ''))
    return `| ${[
      row,
      what,
      ...marks,
      [...files]
        .sort()
        .map((file) => `\`${file}\``)
        .join(' '),
    ].join(' | ')} |`
  })
  .join('\n')
const after = spawnSync('oxfmt', ['--stdin-filepath', 'docs/systems.md'], { cwd: root, input: filled, encoding: 'utf8' }).stdout

/** What tables, functions and migrations are is the same on every engine; what the originals did wrong may be one engine's. */
const lacking = [...known].flatMap((row) => {
  const without = /-[TFM]/.test(row) ? ENGINES.filter(([engine]) => !proved.get(row)?.engines.has(engine)) : []
  return without.length === 0 ? [] : [`no test that passed names ${row} on ${without.map(([engine]) => engine).join(', ')}`]
})
for (const line of lacking) console.log(line)
const strange = [...proved.keys()].filter((row) => !known.has(row))
for (const row of strange) console.log(`a test names the row ${row}, which docs/systems.md does not have`)
const named = [...known].filter((row) => proved.has(row)).length
if (process.argv.includes('--write')) writeFileSync(TABLE, after)
else if (after !== before) console.log('docs/systems.md is not what the tests say: npm run rows')
console.log(`${named} of ${known.size} rows have a test that passed`)
process.exitCode = strange.length + lacking.length === 0 && (after === before || process.argv.includes('--write')) ? 0 : 1
