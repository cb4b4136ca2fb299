// Brings the workspace to the state its lockfile describes, on a machine that has Node and npm only.
// `--ignore-scripts`: nothing is compiled or fetched beside the packages; what needs libSQL only needs no more.
// Must not know what is built or tested afterwards.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

import { leftOut, whyBetterSqlite3IsMissing } from './left-out.mjs'

const root = new URL('..', import.meta.url)
const { packageManager } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

/** @param {string[]} args */
function pnpm(...args) {
  const { status } = spawnSync('npm', ['exec', '--yes', `--package=${packageManager}`, '--', 'pnpm', ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status ?? 1
}

const install = ['install', '--frozen-lockfile']
const bare = process.argv.includes('--ignore-scripts')
const whole = bare ? 1 : pnpm(...install)
// The only script that may run builds better-sqlite3: where that is why it failed, everything else can be had.
const status = whole === 0 ? 0 : pnpm(...install, '--ignore-scripts')
if (status === 0 && !bare) {
  // pnpm does not come back to a script that it once passed over.
  if (whole === 0 && whyBetterSqlite3IsMissing() !== undefined) pnpm('rebuild', 'better-sqlite3')
  const missing = whyBetterSqlite3IsMissing()
  if (missing !== undefined) console.log(`\n${leftOut(missing)}\n`)
}
process.exit(status)
