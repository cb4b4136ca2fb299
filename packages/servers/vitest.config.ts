import { defineConfig, mergeConfig } from 'vitest/config'

import root from '../../vitest.config.ts'

export default mergeConfig(
  root,
  defineConfig({
    test: { globalSetup: ['@godwit/servers/vitest/postgres-15', '@godwit/servers/vitest/mariadb', '@godwit/servers/vitest/mysql'] },
  }),
)
