// Owns: that the tests have a MariaDB of two ages and a MySQL.
// Must not know: any test.

import { defineConfig, mergeConfig } from 'vitest/config'
import root from '../../vitest.config.ts'

const SERVERS = ['mariadb', 'mariadb-11', 'mysql']

export default mergeConfig(root, defineConfig({ test: { globalSetup: SERVERS.map((kind) => `@godwit/servers/vitest/${kind}`) } }))
