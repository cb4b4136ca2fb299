import { defineConfig, mergeConfig } from 'vitest/config'
import workspace from '../../vitest.config.ts'

export default mergeConfig(workspace, defineConfig({ test: { globalSetup: 'test/build-tests.ts' } }))
