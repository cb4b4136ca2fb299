// Owns: that the tests have a MariaDB and a MySQL.
// Must not know: any test.

import { defineConfig, mergeConfig } from 'vitest/config'
import root from '../../vitest.config.ts'

export default mergeConfig(
  root,
  defineConfig({ test: { globalSetup: ['@godwit/servers/vitest/mariadb', '@godwit/servers/vitest/mysql'] } }),
)
