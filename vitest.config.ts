// Owns: how every package's tests run. vitest finds this file upward, so a package needs no configuration of its own.
// Must not know: any package.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

import { withoutBetterSqlite3 } from './.ci/left-out.mjs'
import { LongFirst } from './.ci/long-first.mjs'

const { name } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { name: string }

export default defineConfig({
  plugins: [withoutBetterSqlite3()],
  test: {
    include: ['test/**/*.test.ts'],
    // Real files, servers and processes: a fork each, so that a crash of one test file takes nothing else along.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // Only a hang may reach these. Nothing asserts on time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A second when not given, which a busy machine takes for less than what is waited for.
    expect: { poll: { timeout: 100_000 } },
    passWithNoTests: false,
    allowOnly: false,
    // The sum over all packages is counted from these files.
    reporters: ['default', ['json', { outputFile: join(import.meta.dirname, '.results', `${name.replaceAll('/', '__')}.json`) }]],
  },
})
