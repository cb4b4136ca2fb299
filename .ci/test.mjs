// Builds, checks the types of, and tests every package, then prints the sum. Exits 1 when anything failed, ran no test or left no results.
// Must not know what any package tests.

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

import { root } from './workspace.mjs'

// Without it, vitest would write what a golden file lacks instead of failing.
const env = { ...process.env, CI: 'true' }

/** @param {string} command @param {string[]} args */
function run(command, ...args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (error !== undefined) throw error
  return status === 0
}

rmSync(join(root, '.results'), { recursive: true, force: true })

// A package that cannot be built does not hide what the others have to say.
const built = run('turbo', 'run', 'build', 'typecheck', '--continue=dependencies-successful')
// One package's tests at a time: they start processes and servers of their own, and vitest uses the cores already.
const tested = run('turbo', 'run', 'test', '--continue=dependencies-successful', '--concurrency=1')
if (!built) console.log('\nThe build or the type check failed; see above.')
if (!tested) console.log('\nA test run failed; see above.')
console.log('')
const counted = run('node', '.ci/sum.mjs')
process.exitCode = built && tested && counted ? 0 : 1
