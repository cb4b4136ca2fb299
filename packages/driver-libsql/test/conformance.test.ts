// Owns: this driver before the laws, over files and memory.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type Client } from '@libsql/client'
import { describeDriver } from '@godwit/driver-conformance'
import { libsql } from '../src/index.ts'

const MODULE = new URL('../dist/index.js', import.meta.url).href

function folder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'godwit-libsql-'))
  return { path, remove: () => rmSync(path, { recursive: true }) }
}

describeDriver({
  name: 'libsql on a file',
  open: () => {
    const { path, remove } = folder()
    // Short, because the lock's holder is often this very thread.
    const source = { url: join(path, 'laws.db'), timeoutMs: 20 }
    const elsewhere = { module: MODULE, factory: 'libsql', argument: source }
    return { connect: () => libsql(source), dispose: remove, folder: path, elsewhere }
  },
})

describeDriver({
  name: 'libsql on clients of a file that were handed in',
  open: () => {
    const { path, remove } = folder()
    const clients: Client[] = []
    const connect = (): ReturnType<typeof libsql> => {
      const client = createClient({ url: `file:${join(path, 'laws.db')}`, intMode: 'bigint', timeout: 20 })
      clients.push(client)
      return libsql(client)
    }
    const dispose = (): void => {
      for (const client of clients) client.close()
      remove()
    }
    return { points: 'every fifth', connect, dispose }
  },
})

describeDriver({
  name: 'libsql on one client in memory that several drivers share',
  open: () => {
    const client = createClient({ url: ':memory:', intMode: 'bigint' })
    return { connect: () => libsql(client), dispose: () => client.close() }
  },
})
