// Owns: a fresh database on MySQL or MariaDB for whatever driver is made from a URL.
// Must not know: laws.

import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import type { Driver } from '@godwit/core/driver'
import type { Elsewhere, Fresh } from '../../src/subject.ts'
import { tapWire } from '../../src/tap-wire.ts'

const SERVER = process.env['CONFORMANCE_MYSQL'] ?? 'mysql://root@127.0.0.1:3306/'

export async function onMysql(make: (url: string) => Driver, built?: Omit<Elsewhere, 'argument'>): Promise<Fresh> {
  const name = `laws_${randomBytes(6).toString('hex')}`
  await onServer(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
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
      await onServer(`DROP DATABASE ${name}`)
    },
    ...(built === undefined ? {} : { elsewhere: { ...built, argument: url() } }),
  }
}

async function onServer(text: string): Promise<void> {
  const connection = await createConnection({ uri: SERVER })
  try {
    await connection.query(text)
  } finally {
    await connection.end()
  }
}
