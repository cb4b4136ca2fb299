// Owns: this driver before the laws, over each kind of source.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describeDriver } from '@godwit/driver-conformance'
import { betterSqlite3 } from '../src/index.ts'

const MODULE = new URL('../dist/index.js', import.meta.url).href

function folder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'godwit-better-sqlite3-'))
  return { path, remove: () => rmSync(path, { recursive: true }) }
}

describeDriver({
  name: 'better-sqlite3 on a file',
  open: () => {
    const { path, remove } = folder()
    // Short, because the lock's holder is often this very thread.
    const source = { file: join(path, 'laws.db'), timeoutMs: 20 }
    const elsewhere = { module: MODULE, factory: 'betterSqlite3', argument: source }
    return { connect: () => betterSqlite3(source), dispose: remove, folder: path, elsewhere }
  },
})

describeDriver({
  name: 'better-sqlite3 on databases that were handed in',
  open: () => {
    const { path, remove } = folder()
    const databases: InstanceType<typeof BetterSqlite3>[] = []
    const connect = (): ReturnType<typeof betterSqlite3> => {
      const database = new BetterSqlite3(join(path, 'laws.db'), { timeout: 20 })
      databases.push(database)
      return betterSqlite3(database)
    }
    const dispose = (): void => {
      for (const database of databases) database.close()
      remove()
    }
    return { connect, dispose }
  },
})

describeDriver({
  name: 'better-sqlite3 on one database in memory that several drivers share',
  open: () => {
    const database = new BetterSqlite3(':memory:')
    return { connect: () => betterSqlite3(database), dispose: () => void database.close() }
  },
})
