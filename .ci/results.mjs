// Owns: the sum of all tests, and what makes it untrustworthy.
// Must not know: how the tests were run.

import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import { MARK } from './left-out.mjs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ name: string, counts: Counts | undefined, complaint: string | undefined, failures: readonly string[], leftOut: readonly string[], withoutServer: ReadonlyMap<string, number> }} PackageResult
 *   `failures`: what failed, and the first line of why.
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

const NOTHING = { failures: [], leftOut: [], withoutServer: new Map() }

/**
 * @param {string} folder
 * @param {readonly string[]} names packages whose tests were to run
 * @returns {PackageResult[]}
 */
export function readResults(folder, names) {
  return names.map((name) => {
    const file = join(folder, resultFile(name))
    if (!existsSync(file)) return { name, counts: undefined, complaint: 'left no results', ...NOTHING }
    try {
      const report = JSON.parse(readFileSync(file, 'utf8'))
      const counts = count(report)
      const leftOut = leftOutOf(report)
      const withoutServer = withoutServerOf(report)
      const ran = counts.passed + leftOut.length + withoutServer.size
      const complaint = counts.failed > 0 ? 'failed' : ran === 0 ? 'ran no test' : undefined
      return { name, counts, complaint, failures: failuresOf(report), leftOut, withoutServer }
    } catch (error) {
      const complaint = `left results that cannot be read: ${error instanceof Error ? error.message : error}`
      return { name, counts: undefined, complaint, ...NOTHING }
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
 * Of a file that could not be loaded, the file.
 * @param {{ testResults: { name?: string, status: string, message?: string, assertionResults: { status: string, fullName?: string, failureMessages?: string[] }[] }[] }} report
 */
function failuresOf({ testResults }) {
  return testResults.flatMap(({ name = '', status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [told(relative(process.cwd(), name), message)] : []
    return failed.map(({ fullName = '', failureMessages }) => told(fullName, failureMessages?.[0]))
  })
}

/** @param {string} what @param {string | undefined} why */
function told(what, why = '') {
  return why === '' ? what : `${what}: ${why.split('\n', 1)[0]}`
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
