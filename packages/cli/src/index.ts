export { defineConfig } from './config.ts'
export type { Config, ConfigExport, DatabaseConfig } from './config.ts'
