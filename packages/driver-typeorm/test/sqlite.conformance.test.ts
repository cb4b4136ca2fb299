// Owns: this driver before the laws, over better-sqlite3, with each version of TypeORM.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeDriver } from '@godwit/driver-conformance'
import { typeorm, type DataSource } from '../src/index.ts'
import { VERSIONS } from './versions.ts'

const MODULE = new URL('elsewhere.mjs', import.meta.url).href

for (const { version, dataSource } of VERSIONS) {
  const points = version === '1' ? 'all' : 'every fifth'

  describeDriver({
    name: `TypeORM ${version}, better-sqlite3 on a file, not initialised`,
    open: () => {
      const folder = mkdtempSync(join(tmpdir(), 'godwit-typeorm-'))
      // Short, because the lock's holder is often this very thread.
      const options = { type: 'better-sqlite3', database: join(folder, 'laws.db'), timeout: 20 }
      return {
        points,
        connect: () => typeorm(dataSource(options)),
        dispose: () => rmSync(folder, { recursive: true }),
        folder,
        elsewhere: { module: MODULE, factory: 'onDataSource', argument: { version, options } },
      }
    },
  })

  describeDriver({
    name: `TypeORM ${version}, one DataSource in memory that several drivers share`,
    open: async () => {
      const shared: DataSource = dataSource({ type: 'better-sqlite3', database: ':memory:' })
      await shared.initialize()
      return { points, connect: () => typeorm(shared), dispose: () => shared.destroy() }
    },
  })
}
