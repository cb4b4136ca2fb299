// Owns: the sum of all tests, and what makes it untrustworthy.
// Must not know: how the tests were run.

import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import { MARK } from './left-out.mjs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ name: string, counts: Counts | undefined, complaint: string | undefined, leftOut: readonly string[], withoutServer: ReadonlyMap<string, number> }} PackageResult
 *   `leftOut`: test files that could not be run on this machine.
 *   `withoutServer`: what groups of tests say that were skipped for want of a server, and how many tests they have.
 */

/** Where vitest.config.ts leaves the report of a package. @param {string} name */
export const resultFile = (name) => `${name.replaceAll('/', '__')}.json`

/**
 * A test file that could not even be loaded has no tests to count; it counts as one that failed.
 * @param {unknown} report vitest's JSON report
 * @returns {Counts}
 */
export function count(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */ (
      report
    )
  const unloaded = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
  const counts = { passed: numPassedTests, failed: numFailedTests + unloaded.length, skipped: numPendingTests + numTodoTests }
  if (!Object.values(counts).every(Number.isInteger)) throw new TypeError('not a vitest report')
  return counts
}

/**
 * @param {string} folder
 * @param {readonly string[]} names packages whose tests were to run
 * @returns {PackageResult[]}
 */
export function readResults(folder, names) {
  return names.map((name) => {
    const file = join(folder, resultFile(name))
    if (!existsSync(file)) return { name, counts: undefined, complaint: 'left no results', leftOut: [], withoutServer: new Map() }
    try {
      const report = JSON.parse(readFileSync(file, 'utf8'))
      const counts = count(report)
      const leftOut = leftOutOf(report)
      const withoutServer = withoutServerOf(report)
      const ran = counts.passed + leftOut.length + withoutServer.size
      const complaint = counts.failed > 0 ? 'failed' : ran === 0 ? 'ran no test' : undefined
      return { name, counts, complaint, leftOut, withoutServer }
    } catch (error) {
      const complaint = `left results that cannot be read: ${error instanceof Error ? error.message : error}`
      return { name, counts: undefined, complaint, leftOut: [], withoutServer: new Map() }
    }
  })
}

/** @param {{ testResults: { name?: string, assertionResults: { title?: string }[] }[] }} report */
function leftOutOf({ testResults }) {
  return testResults
    .filter(({ assertionResults }) => assertionResults.some(({ title }) => title?.startsWith(MARK)))
    .map(({ name = '' }) => relative(process.cwd(), name))
}

/**
 * The package `servers` gives such a group its name.
 * @param {{ testResults: { assertionResults: { status: string, ancestorTitles?: string[] }[] }[] }} report
 */
function withoutServerOf({ testResults }) {
  const groups = /** @type {Map<string, number>} */ (new Map())
  for (const { status, ancestorTitles } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
    const group = status === 'passed' ? undefined : ancestorTitles?.find((title) => title.includes(' is left out: '))
    if (group !== undefined) groups.set(group, (groups.get(group) ?? 0) + 1)
  }
  return groups
}

/** @param {readonly PackageResult[]} results @returns {Counts} */
export function sum(results) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { counts } of results) {
    total.passed += counts?.passed ?? 0
    total.failed += counts?.failed ?? 0
    total.skipped += counts?.skipped ?? 0
  }
  return total
}

/** @param {Counts} counts */
export const sumLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`
