// Owns: that the tests have a PostgreSQL of three ages, a MariaDB of two and a MySQL, and that the package is loaded once for all of them.
// Must not know: any test.

import { defineConfig, mergeConfig } from 'vitest/config'
import root from '../../vitest.config.ts'

const SERVERS = ['postgres-13', 'postgres-15', 'postgres-18', 'mariadb', 'mariadb-11', 'mysql']

export default mergeConfig(
  root,
  defineConfig({
    test: {
      globalSetup: SERVERS.map((kind) => `@godwit/servers/vitest/${kind}`),
      // 137 files that each load the package, its lines and six clients anew took a third of the time.
      isolate: false,
    },
  }),
)
