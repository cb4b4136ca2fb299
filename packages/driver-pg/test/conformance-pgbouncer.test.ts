import { afterAll, describe } from 'vitest'
import { pg } from '../src/index.ts'
import { inDatabase, lawsOn } from './laws-on.ts'
import { hasPgBouncer, startPgBouncer, type PgBouncer } from './pgbouncer.ts'

let pooler: Promise<PgBouncer> | undefined
afterAll(async () => {
  await (await pooler)?.stop()
})

describe.skipIf(!hasPgBouncer)(hasPgBouncer ? 'PgBouncer' : 'PgBouncer is not there: apt-get install pgbouncer', () => {
  // As many connections as a law has transactions side by side: with fewer, one would wait for the other.
  lawsOn('pg through a pooler that gives each transaction another connection', async (server) => {
    pooler ??= startPgBouncer(server, 20)
    const { port } = await pooler
    return inDatabase(server, (url) => pg(url), port)
  })
})
