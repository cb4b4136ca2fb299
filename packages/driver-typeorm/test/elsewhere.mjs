// Owns: how another process makes this driver: over a DataSource of its own, by its options.

import { createRequire } from 'node:module'
import { typeorm } from '../dist/index.js'

const require = createRequire(import.meta.url)

/** @param {{ version: string, options: object }} argument */
export function onDataSource({ version, options }) {
  const { DataSource } = require(version === '1' ? 'typeorm' : 'typeorm-0.3')
  return typeorm(new DataSource(options))
}
