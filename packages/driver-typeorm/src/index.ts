// Owns: what this package offers.
// Must not know: anything else.

export type { DataSource, QueryRunner } from './data-source.ts'
export { typeorm } from './driver.ts'
export { fromTypeorm } from './from-typeorm.ts'
export { readTypeorm } from './read-typeorm.ts'
export type { TypeormMigration, TypeormSource } from './typeorm-migration.ts'
