// Owns: a DataSource of its own for each runner, as a driver of the matrix.
// Must not know: faults, servers.

import type { Source } from '../database.ts'

const MODULE = new URL('../on-data-source.js', import.meta.url).href

/** `options`: TypeORM's own. */
export function typeormOn(options: { readonly type: string } & Readonly<Record<string, string>>): Source {
  return { module: MODULE, factory: 'onDataSource', argument: options }
}
