// Owns: the service's own connection, by URL, and the driver that borrows it.
// Must not know: HTTP, what is migrated.

import type { Driver } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { pg } from '@godwit/driver-pg'
import { createClient } from '@libsql/client'
import { Pool } from 'pg'
import type { Note, Store } from './store.ts'

export interface Database {
  readonly store: Store
  /** Over the same client that the store uses, which it never closes. */
  readonly driver: Driver
  close(): Promise<void>
}

export function openDatabase(url: string): Database {
  return /^postgres(ql)?:/.test(url) ? onPostgres(url) : onSqlite(url)
}

function onSqlite(url: string): Database {
  const client = createClient({ url })
  return {
    driver: libsql(client),
    store: {
      async add(text, author) {
        const { rows } = await client.execute({ sql: 'INSERT INTO notes (text, author) VALUES (?, ?) RETURNING id', args: [text, author] })
        return { id: Number(rows[0]?.['id']), text, author }
      },
      async list() {
        const { rows } = await client.execute('SELECT id, text, author FROM notes ORDER BY id')
        return rows.map(note)
      },
    },
    close: () => Promise.resolve(client.close()),
  }
}

function onPostgres(connectionString: string): Database {
  // Without a limit a request waits for ever where the server does not answer.
  const pool = new Pool({ connectionString, connectionTimeoutMillis: 10_000 })
  // Without it, a server that ends an idle connection would end the service, too.
  pool.on('error', ({ message }) => console.error(`an idle connection was lost: ${message}`))
  return {
    driver: pg(pool),
    store: {
      async add(text, author) {
        const { rows } = await pool.query<{ id: string }>('INSERT INTO notes (text, author) VALUES ($1, $2) RETURNING id', [text, author])
        return { id: Number(rows[0]?.id), text, author }
      },
      async list() {
        const { rows } = await pool.query<Record<string, unknown>>('SELECT id, text, author FROM notes ORDER BY id')
        return rows.map(note)
      },
    },
    close: () => pool.end(),
  }
}

function note(row: Readonly<Record<string, unknown>>): Note {
  return { id: Number(row['id']), text: String(row['text']), author: String(row['author']) }
}
