// Owns: what becomes of the tests where better-sqlite3 could be neither fetched nor compiled: they are left out by name, with the reason.
// Must not know: any one test.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'

/** Begins the name of the one skipped test that stands for a test file. */
export const MARK = 'left out: better-sqlite3'

/** The first words of the reason; undefined where it works. @returns {string | undefined} */
export function whyBetterSqlite3IsMissing() {
  try {
    const Database = createRequire(new URL('../packages/driver-better-sqlite3/package.json', import.meta.url))('better-sqlite3')
    new Database(':memory:').close()
    return undefined
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split(/\. |\n/)[0] ?? ''
  }
}

/** @param {string} reason */
export function leftOut(reason) {
  return `${MARK} does not work on this machine (${reason}). It needs its prebuilt binary from the network, or a C++ compiler, make and Python. Then: npm exec pnpm rebuild better-sqlite3`
}

/**
 * Whether a test file needs it: it, or a file of the tests that it imports, names the client or an address that the client reads.
 * Rather one too many: a process that a test starts may be the one that needs it.
 * @param {string} file
 * @param {Set<string>} seen
 * @returns {boolean}
 */
export function needsBetterSqlite3(file, seen = new Set()) {
  if (seen.has(file)) return false
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  if (/better-sqlite3|sqlite:/.test(text)) return true
  // Sources speak of every driver in their comments; those of the driver itself are reached by its own tests only.
  return (
    [...text.matchAll(/^(?:import|export) [^;]*?from '(\.[^']+\.m?[jt]s)'$/gm)]
      .map(([, path = '']) => resolve(dirname(file), path))
      // What is not there is an import of a program that the test writes.
      .filter((path) => existsSync(path))
      .some((path) => (/\/src\//.test(path) ? path.includes('driver-better-sqlite3') : needsBetterSqlite3(path, seen)))
  )
}

/** For vitest: each test file that needs it becomes one skipped test whose name says why. Nothing where it works. */
export function withoutBetterSqlite3() {
  const reason = whyBetterSqlite3IsMissing()
  return {
    name: 'without-better-sqlite3',
    enforce: /** @type {const} */ ('pre'),
    /** @param {string} _code @param {string} id */
    transform(_code, id) {
      if (reason === undefined || !/\/test\/[^?]*\.test\.ts$/.test(id) || !needsBetterSqlite3(id)) return undefined
      return { code: `import { it } from 'vitest'\nit.skip(${JSON.stringify(leftOut(reason))}, () => {})\n`, map: null }
    },
  }
}
