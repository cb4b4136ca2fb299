// Prints the sum of the tests that ran last, as its last line. Exits 1 when it cannot be trusted.
// Must not know how they were run.

import { join } from 'node:path'

import { leftOut, whyBetterSqlite3IsMissing } from './left-out.mjs'
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
for (const { name, failures } of results) for (const failure of failures) console.log(`failed in ${name}: ${failure}`)
for (const { name } of untested) console.log(`${name.padEnd(width)}  -  <- has no test script`)
const missing = results.flatMap(({ leftOut: files }) => files)
if (missing.length > 0) {
  console.log(`\n${leftOut(whyBetterSqlite3IsMissing() ?? 'it did not when they ran')}\n${missing.length} test files were not run:`)
  for (const file of missing) console.log(`  ${file}`)
}
const withoutServer = results.flatMap(({ name, withoutServer: groups }) =>
  [...groups].map(([group, tests]) => `${name}, ${tests} tests: ${group}`),
)
if (withoutServer.length > 0) console.log(`\nWithout their servers were not run:\n  ${withoutServer.join('\n  ')}`)
console.log('')
console.log(sumLine(sum(results)))
// A person without a compiler can work; a change is not taken on the word of half of the tests.
const enough = missing.length + withoutServer.length === 0 || process.env['GODWIT_ALL_TESTS'] === undefined
process.exitCode = enough && untested.length === 0 && results.every(({ complaint }) => complaint === undefined) ? 0 : 1
