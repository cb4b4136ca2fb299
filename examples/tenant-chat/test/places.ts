// Owns: an empty database on each engine, and a folder with a .env that names it.
// Must not know: what is tested.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeOn } from '@godwit/servers/vitest'
import { createClient } from '@libsql/client'
import BetterSqlite3 from 'better-sqlite3'
import { describe, onTestFinished } from 'vitest'

export interface Place {
  readonly url: string
  /** Where the program is started. */
  readonly folder: string
  readonly sessionFile: string
  /** As somebody else sees the database. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>
  /** A `.env` as the original's document has it, with this database, and with other lines instead of its own. */
  readonly dotenv: (instead?: Readonly<Record<string, string>>) => Promise<void>
}

export type Engine = 'better-sqlite3' | 'libSQL' | 'PostgreSQL' | 'MariaDB'

/** `body` is called once for each engine, inside of a group of its name. */
export function onEveryEngine(body: (place: () => Promise<Place>, engine: Engine) => void): void {
  describe('on libSQL', () => {
    body(async () => {
      const folder = await temporary()
      const url = `file:${join(folder, 'chat.db')}`
      return place(folder, url, async (sql) => {
        const client = createClient({ url })
        const { rows } = await client.execute(sql)
        client.close()
        return rows
      })
    }, 'libSQL')
  })
  describe('on better-sqlite3', () => {
    body(async () => {
      const folder = await temporary()
      const file = join(folder, 'chat.db')
      const rows = (sql: string): Record<string, unknown>[] => {
        const client = new BetterSqlite3(file)
        try {
          const statement = client.prepare<unknown[], Record<string, unknown>>(sql)
          return statement.reader ? statement.all() : (statement.run(), [])
        } finally {
          client.close()
        }
      }
      // As the other clients do, it rejects and does not throw.
      return place(folder, `sqlite:${file}`, (sql) => Promise.resolve(sql).then(rows))
    }, 'better-sqlite3')
  })
  describeOn('postgres-15', (server) => {
    body(async () => {
      const { url, query } = await server.freshDatabase()
      return place(await temporary(), url, query)
    }, 'PostgreSQL')
  })
  describeOn('mariadb', (server) => {
    body(async () => {
      const { url, query } = await server.freshDatabase()
      return place(await temporary(), url, query)
    }, 'MariaDB')
  })
}

function place(folder: string, url: string, query: Place['query']): Place {
  return {
    url,
    folder,
    sessionFile: join(folder, '.tenant-chat', 'current_session.json'),
    query,
    async dotenv(instead = {}) {
      const lines = {
        DATABASE_URL: url,
        POSTGRES_POOL_SIZE: '20',
        POSTGRES_MAX_OVERFLOW: '10',
        DEFAULT_TENANT_ID: 'default',
        DEFAULT_TENANT_API_KEY: 'dev_api_key_12345',
        ...instead,
      }
      const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`)
      await writeFile(join(folder, '.env'), `# Database Connection\n${text.join('')}`)
    },
  }
}

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'godwit-tenant-chat-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}
