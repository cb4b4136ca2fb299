// Owns: what this package offers.
// Must not know: anything else.

export type { DataSource, QueryRunner } from './data-source.ts'
export { typeorm } from './driver.ts'
export type { TypeormOptions } from './driver.ts'
