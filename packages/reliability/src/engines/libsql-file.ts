// Owns: a libSQL file as an engine of the matrix.
// Must not know: faults.

import type { Engine } from '../database.ts'
import { onFile } from './better-sqlite3.ts'

export function libsqlFile(): Engine {
  return {
    name: 'libSQL file',
    family: 'sqlite',
    ddl: 'transactional',
    fresh: () => onFile({ module: '@godwit/driver-libsql', factory: 'libsql' }),
    another: () => Promise.resolve(libsqlFile()),
    stop: () => Promise.resolve(),
  }
}
