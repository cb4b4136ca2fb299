export { code, defineLine, defineMigration, steps } from './model/migration.ts'
