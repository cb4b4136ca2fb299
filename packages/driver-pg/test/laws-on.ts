// Owns: an empty place on the shared server for each law, behind a wire that can be hurt.
// Must not know: laws.

import { randomUUID } from 'node:crypto'
import { afterAll, test } from 'vitest'
import { describeDriver, freshOnServer, type Fresh } from '@godwit/driver-conformance'
import { rerouted, type Database } from '@godwit/servers'
import { describeOn, type TestServer } from '@godwit/servers/vitest'

export const ELSEWHERE = { module: new URL('../dist/index.js', import.meta.url).href, factory: 'pg' }

type Version = 'postgres-13' | 'postgres-15' | 'postgres-18'

export function lawsOn(name: string, open: ((server: TestServer) => Promise<Fresh>) | 'absent', version: Version = 'postgres-15'): void {
  describeOn(version, (server) => {
    // Which laws apply is asked of a driver; without a server there is none to ask.
    if (server.url === '' || open === 'absent') test(name, () => {})
    else return describeDriver({ name, open: () => open(server) })
    return undefined
  })
}

type Make = Parameters<typeof freshOnServer>[0]['make']

/** `port`: of what is in between. A pooler takes no settings at the log-in, so this is a database for each law. */
export async function inDatabase(server: TestServer, make: Make, port: number): Promise<Fresh> {
  const { url, drop } = await server.createDatabase()
  return freshOnServer({ url: rerouted(url, { host: '127.0.0.1', port }), make, drop, elsewhere: ELSEWHERE })
}

/** A schema in a database that the laws of a file share: some laws want hundreds of them, and a database takes a second. */
export function inSchemas(): (server: TestServer, make: Make) => Promise<Fresh> {
  let shared: Promise<Database> | undefined
  afterAll(async () => {
    await (await shared)?.drop()
  })
  return async (server, make) => {
    shared ??= server.createDatabase()
    const database = await shared
    const schema = `law_${randomUUID().replaceAll('-', '')}`
    await database.query(`CREATE SCHEMA ${schema}`)
    const url = `${database.url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`
    const drop = async (): Promise<void> => {
      await database.query(`DROP SCHEMA ${schema} CASCADE`)
    }
    return { ...(await freshOnServer({ url, make, drop, elsewhere: ELSEWHERE })), beside: 'other schemas' }
  }
}
