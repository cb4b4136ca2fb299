import { afterAll } from 'vitest'
import type { Fresh } from '@godwit/driver-conformance'
import { startPgbouncer, type PgbouncerServer } from '@godwit/servers'
import { describeHaving, type TestServer } from '@godwit/servers/vitest'
import { pg } from '../src/index.ts'
import { inDatabase, lawsOn } from './laws-on.ts'

let pooler: Promise<PgbouncerServer> | undefined
afterAll(async () => {
  await (await pooler)?.stop()
})

await describeHaving(['pgbouncer'], 'PgBouncer', (servers) => {
  const open = async (server: TestServer): Promise<Fresh> => {
    // As many connections as a law has transactions side by side: with fewer, one would wait for the other.
    pooler ??= startPgbouncer({ server, poolSize: 20, settings: { server_idle_timeout: 5 } })
    const { port } = await pooler
    // Of its own at all of them: the fault matrix, through a pool of one connection.
    return { ...(await inDatabase(server, (url) => pg(url), port)), points: 'every fifth' }
  }
  lawsOn('pg through a pooler that gives each transaction another connection', servers === 'absent' ? servers : open)
})
