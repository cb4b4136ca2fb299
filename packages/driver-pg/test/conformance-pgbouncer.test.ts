import { afterAll } from 'vitest'
import { startPgbouncer, type PgbouncerServer } from '@godwit/servers'
import { describeHaving } from '@godwit/servers/vitest'
import { pg } from '../src/index.ts'
import { inDatabase, lawsOn } from './laws-on.ts'

let pooler: Promise<PgbouncerServer> | undefined
afterAll(async () => {
  await (await pooler)?.stop()
})

await describeHaving(['pgbouncer'], 'PgBouncer', () => {
  // As many connections as a law has transactions side by side: with fewer, one would wait for the other.
  lawsOn('pg through a pooler that gives each transaction another connection', async (server) => {
    pooler ??= startPgbouncer({ server, poolSize: 20, settings: { server_idle_timeout: 5 } })
    const { port } = await pooler
    return inDatabase(server, (url) => pg(url), port)
  })
})
