// Owns: that the tests have a PostgreSQL of three ages.
// Must not know: any test.

import { defineConfig, mergeConfig } from 'vitest/config'

import root from '../../vitest.config.ts'

const VERSIONS = [13, 15, 18]

export default mergeConfig(
  root,
  defineConfig({ test: { globalSetup: VERSIONS.map((version) => `@godwit/servers/vitest/postgres-${version}`) } }),
)
