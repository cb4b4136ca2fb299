// Owns: what a configuration file imports of `@godwit/cli`.
// Must not know: commands.

export { defineConfig } from './config.ts'
export type { Config, ConfigExport, DatabaseConfig } from './config.ts'
