// Owns: that the tests have a PostgreSQL, a MariaDB and a MySQL.
// Must not know: any test.

import { defineConfig, mergeConfig } from 'vitest/config'
import root from '../../vitest.config.ts'

const SERVERS = ['postgres-15', 'mariadb', 'mysql']

export default mergeConfig(root, defineConfig({ test: { globalSetup: SERVERS.map((kind) => `@godwit/servers/vitest/${kind}`) } }))
