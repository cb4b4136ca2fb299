// Prints the sum of the tests that ran last, as its last line. Exits 1 when it cannot be trusted.
// Must not know how they were run.

import { join } from 'node:path'

import { readResults, sum, sumLine } from './results.mjs'
import { packages, root } from './workspace.mjs'

const all = packages()
const width = Math.max(...all.map(({ name }) => name.length))
const tested = all.filter(({ manifest }) => manifest.scripts?.['test'] !== undefined)
const untested = all.filter(({ manifest }) => !manifest.private && manifest.scripts?.['test'] === undefined)
const results = readResults(
  join(root, '.results'),
  tested.map(({ name }) => name),
)

for (const { name, counts, complaint } of results) {
  console.log(`${name.padEnd(width)}  ${counts === undefined ? '-' : sumLine(counts)}${complaint === undefined ? '' : `  <- ${complaint}`}`)
}
for (const { name } of untested) console.log(`${name.padEnd(width)}  -  <- has no test script`)
console.log('')
console.log(sumLine(sum(results)))
process.exitCode = untested.length === 0 && results.every(({ complaint }) => complaint === undefined) ? 0 : 1
