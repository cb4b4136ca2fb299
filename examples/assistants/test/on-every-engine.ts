// Owns: databases on the four engines, each for one test, as the program is told of them and as a test looks into them.
// Must not know: what is tested.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Row } from '@godwit/core'
import { type Handle, handle } from '@godwit/schema-agents'
import { type TestServer, describeOn } from '@godwit/servers/vitest'
import { describe, onTestFinished } from 'vitest'
import { openDatabase } from '../src/database.ts'
import { settingsOf } from '../src/settings.ts'
import { folderWith } from './program.ts'

export interface Target {
  readonly url: string
  /** As the program calls it. */
  readonly name: string
  readonly secret: string | undefined
  /** Over a connection of its own. */
  readonly query: (text: string) => Promise<readonly Row[]>
  readonly look: <Result>(work: (on: Handle) => Promise<Result>) => Promise<Result>
}

export interface Engine {
  readonly kind: 'file' | 'server'
  /** There, and empty; a file is not there either. */
  readonly empty: () => Promise<Target>
  /** Not there. */
  readonly absent: () => Promise<Target>
}

/** `body` is called once for each engine, inside of a group of its name. */
export function onEveryEngine(body: (engine: Engine) => void): void {
  for (const [name, scheme] of [
    ['better-sqlite3', 'sqlite'],
    ['libSQL', 'file'],
  ] as const) {
    describe(`on ${name}`, () => {
      const file = () => {
        const path = join(folderWith(), 'assistants.db')
        return Promise.resolve(target(`${scheme}:${path}`, path))
      }
      body({ kind: 'file', empty: file, absent: file })
    })
  }
  onServers((server, quoted) => {
    body({
      kind: 'server',
      empty: async () => {
        const { url, host, port, database, password } = await server.freshDatabase()
        return target(url, `${host}:${port}/${database}`, password)
      },
      absent: async () => absentOn(server, quoted),
    })
  })
}

export function onServers(body: (server: TestServer, quoted: (name: string) => string, kind: 'postgres-15' | 'mariadb') => void): void {
  for (const [kind, mark] of [
    ['postgres-15', '"'],
    ['mariadb', '`'],
  ] as const) {
    describeOn(kind, (server) => body(server, (name) => mark + name.replaceAll(mark, mark + mark) + mark, kind))
  }
}

/** A name that has to be quoted, and to be encoded in a URL. */
export function absentOn(server: TestServer, quoted: (name: string) => string): Target {
  const database = `assistants ${randomUUID().slice(0, 8)}-@/"\``
  onTestFinished(async () => void (await server.query(`DROP DATABASE IF EXISTS ${quoted(database)}`)))
  const url = server.url.replace(/\/[^/]*$/, `/${encodeURIComponent(database)}`)
  return target(url, `${server.host}:${server.port}/${database}`, server.password)
}

function target(url: string, name: string, password?: string): Target {
  const variables = { get: (...names: string[]) => (names[0] === 'DATABASE_URL' ? { name: names[0], value: url, folder: '/' } : undefined) }
  const look: Target['look'] = async (work) => {
    const { driver, close } = openDatabase(settingsOf(variables, '/').place)
    try {
      return await work(handle(await driver.open('write')))
    } finally {
      await close()
    }
  }
  const secret = password === undefined || password === '' ? undefined : password
  return { url, name, secret, look, query: (text) => look(async (on) => (await on.run(text)).rows) }
}
