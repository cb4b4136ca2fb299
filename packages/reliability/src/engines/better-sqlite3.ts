// Owns: files of SQLite, opened by better-sqlite3 or by TypeORM over it, as engines of the matrix.
// Must not know: faults.

import type { Engine, Source } from '../database.ts'
import { onFile } from './on-file.ts'
import { typeormOn } from './typeorm.ts'

export function betterSqlite3(): Engine {
  const driver = (path: string): Source => ({ module: '@godwit/driver-better-sqlite3', factory: 'betterSqlite3', argument: `file:${path}` })
  return onFile({ name: 'better-sqlite3', driver })
}

export function sqliteByTypeorm(): Engine {
  return onFile({ name: 'TypeORM on SQLite', driver: (path) => typeormOn({ type: 'better-sqlite3', database: path }) })
}
