import { defineConfig, mergeConfig } from 'vitest/config'

import root from '../../vitest.config.ts'

const SERVERS = ['postgres-15', 'mariadb', 'mariadb-11', 'mysql']

export default mergeConfig(root, defineConfig({ test: { globalSetup: SERVERS.map((kind) => `@godwit/servers/vitest/${kind}`) } }))
