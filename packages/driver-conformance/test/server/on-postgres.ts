// Owns: a fresh database on PostgreSQL for whatever driver is made from a URL.
// Must not know: laws.

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Driver } from '@godwit/core/driver'
import type { Elsewhere, Fresh } from '../../src/subject.ts'
import { tapWire } from '../../src/tap-wire.ts'

const SERVER = process.env['CONFORMANCE_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export async function onPostgres(make: (url: string) => Driver, built?: Omit<Elsewhere, 'argument'>): Promise<Fresh> {
  const name = `laws_${randomBytes(6).toString('hex')}`
  await onServer(`CREATE DATABASE ${name}`)
  const wire = await tapWire(Number(new URL(SERVER).port))
  const url = (changes: Partial<URL> = {}): string => Object.assign(new URL(SERVER), { pathname: `/${name}`, ...changes }).href
  const tapped = url({ port: String(wire.port) })
  return {
    connect: () => make(tapped),
    stranger: () => make(url({ username: 'nobody_by_that_name', password: 'hunter2-secret' })),
    nowhere: () => make(url({ port: '1' })),
    wire,
    dispose: async () => {
      await wire.close()
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
    },
    ...(built === undefined ? {} : { elsewhere: { ...built, argument: url() } }),
  }
}

async function onServer(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
