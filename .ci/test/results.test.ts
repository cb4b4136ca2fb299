// Owns: the proof that the sum cannot be green by accident.
// Must not know: how vitest is configured here.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { inWords } from '@godwit/servers'
import { leftOut } from '../left-out.mjs'
import { readResults, resultFile, sum, sumLine } from '../results.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'godwit-results-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface File {
  readonly status: string
  readonly name?: string
  readonly message?: string
  readonly assertionResults: readonly {
    readonly status: string
    readonly title?: string
    readonly fullName?: string
    readonly failureMessages?: readonly string[]
    readonly ancestorTitles?: readonly string[]
  }[]
}

function report(
  name: string,
  numPassedTests: number,
  numFailedTests: number,
  numPendingTests: number,
  testResults: readonly File[] = [],
): void {
  writeFileSync(
    join(folder, resultFile(name)),
    JSON.stringify({ numPassedTests, numFailedTests, numPendingTests, numTodoTests: 0, testResults }),
  )
}

describe('the sum of all tests', () => {
  test('adds up every package', () => {
    report('@godwit/a', 3, 0, 1)
    report('@godwit/b', 4, 0, 0)
    const results = readResults(folder, ['@godwit/a', '@godwit/b'])
    expect(sumLine(sum(results))).toBe('7 passed, 0 failed, 1 skipped')
    expect(results.map(({ complaint }) => complaint)).toEqual([undefined, undefined])
  })

  test('complains of a package that left no results', () => {
    report('@godwit/a', 3, 0, 0)
    expect(readResults(folder, ['@godwit/a', '@godwit/b'])[1]).toEqual({
      name: '@godwit/b',
      counts: undefined,
      complaint: 'left no results',
      failures: [],
      leftOut: [],
      withoutServer: new Map(),
    })
  })

  test('complains of a package that ran no test', () => {
    report('@godwit/a', 0, 0, 2)
    expect(readResults(folder, ['@godwit/a'])[0]?.complaint).toBe('ran no test')
  })

  test('names what failed, with the first line of why', () => {
    const flown = { status: 'passed', fullName: 'a godwit flies' }
    const landed = { status: 'failed', fullName: 'a godwit lands', failureMessages: ['Error: water\n    at sea'] }
    const unloaded = { name: join(process.cwd(), 'test/b.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] }
    report('@godwit/a', 1, 1, 0, [{ status: 'failed', assertionResults: [flown, landed] }, unloaded])
    expect(readResults(folder, ['@godwit/a'])[0]?.failures).toEqual([
      'a godwit lands: Error: water',
      `${join('test', 'b.test.ts')}: no such module`,
    ])
  })

  test('names the test files that were left out where a client does not work, and takes them for no mistake', () => {
    const title = leftOut('no binary')
    report('@godwit/a', 0, 0, 1, [
      { name: join(process.cwd(), 'test/a.test.ts'), status: 'passed', assertionResults: [{ status: 'skipped', title }] },
    ])
    expect(readResults(folder, ['@godwit/a'])[0]).toMatchObject({ complaint: undefined, leftOut: [join('test', 'a.test.ts')] })
    expect(title).toMatch(/\(no binary\).* npm exec pnpm rebuild \S+$/)
  })

  test('names what was left out for want of a server, and takes it for no mistake', () => {
    const group = inWords({ state: 'unavailable', title: 'Sea', reason: 'the tide is out', remedy: 'wait' })
    const skipped = { status: 'skipped', ancestorTitles: ['', `swimming. ${group}`] }
    report('@godwit/a', 0, 0, 2, [{ status: 'passed', assertionResults: [skipped, skipped] }])
    const [result] = readResults(folder, ['@godwit/a'])
    expect(result).toMatchObject({ complaint: undefined, withoutServer: new Map([[`swimming. ${group}`, 2]]) })
    expect(group).toBe('Sea is left out: the tide is out. To have it: wait')
  })

  test('complains of results that are cut off', () => {
    writeFileSync(join(folder, resultFile('@godwit/a')), '{"numPassedTests": 3,')
    expect(readResults(folder, ['@godwit/a'])[0]?.complaint).toContain('cannot be read')
  })

  test('complains of a file that is no report', () => {
    writeFileSync(join(folder, resultFile('@godwit/a')), '{"testResults": []}')
    expect(readResults(folder, ['@godwit/a'])[0]?.complaint).toContain('cannot be read')
  })

  test('counts a test file that could not be loaded as one that failed', () => {
    report('@godwit/a', 3, 1, 0, [
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ])
    const results = readResults(folder, ['@godwit/a'])
    expect(sumLine(sum(results))).toBe('3 passed, 2 failed, 0 skipped')
    expect(results[0]?.complaint).toBe('failed')
  })
})
