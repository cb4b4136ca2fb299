// Owns: that a pooler pools: fewer connections at the server than at the pooler, changed after each transaction.
// Must not know: migrations.

import { Client } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { postgresAt, startPgbouncer, type PgbouncerServer } from '../src/index.ts'
import { describeHaving, describeOn, type TestServer } from '../src/vitest/index.ts'

async function client(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

async function backend(client: Client): Promise<unknown> {
  return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid
}

await describeHaving(['pgbouncer'], 'PgBouncer', () => {
  describeOn('postgres-15', (server: TestServer) => {
    async function pooler(poolSize: number): Promise<PgbouncerServer> {
      const bouncer = await startPgbouncer({ server, poolSize })
      onTestFinished(bouncer.stop)
      return bouncer
    }

    it('gives its clients the connections that it has, transaction by transaction', async () => {
      for (const poolSize of [1, 2]) {
        const url = (await pooler(poolSize)).through(await server.freshDatabase())
        const clients = await Promise.all([client(url), client(url), client(url)])
        for (const holder of clients.slice(0, poolSize)) await holder.query('begin')
        let state: 'waits' | 'answered' = 'waits'
        const waiting = backend(clients[2]).then((pid) => {
          state = 'answered'
          return pid
        })
        const held = await Promise.all(clients.slice(0, poolSize).map(backend))
        expect(new Set(held).size).toBe(poolSize)
        expect(state).toBe('waits')
        await clients[0].query('commit')
        expect(await waiting).toBe(held[0])
        for (const holder of clients.slice(1, poolSize)) await holder.query('commit')
      }
    })

    it('wants the password, and can be killed and started', async () => {
      const bouncer = await pooler(1)
      const wrong = new URL(bouncer.url)
      wrong.password = 'wrong'
      await expect(postgresAt(wrong.href).query('select 1')).rejects.toThrow(/password|SASL/)
      await bouncer.kill()
      await expect(postgresAt(bouncer.url).query('select 1')).rejects.toThrow('ECONNREFUSED')
      await bouncer.start()
      expect(await postgresAt(bouncer.url).query('select 1 as one')).toEqual([{ one: 1 }])
    })
  })
})
