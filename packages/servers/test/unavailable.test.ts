// Owns: what a test run does without a server that cannot be had.
// Must not know: which servers are on this machine.

import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { availability, inWords, ServerUnavailable, sharedServer } from '../src/index.ts'
import { npmPackage } from '../src/npm-program.ts'
import { share, type Shared } from '../src/vitest/index.ts'
import { registry } from './registry.ts'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-unavailable-'))
  // The servers' own user reads it too: else the cache that all share would be looked into, and may have what is not to be had here.
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Neither in the cache nor to be fetched. */
function withoutNetwork(): void {
  vi.stubEnv('GODWIT_SERVERS', emptyFolder())
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1')
  vi.stubEnv('npm_config_fetch_retries', '0')
  vi.stubEnv('npm_config_cache', emptyFolder())
  vi.stubEnv('GODWIT_POSTGRES_13_URL', undefined)
  onTestFinished(() => void vi.unstubAllEnvs())
}

it('tells the test files why a server is left out, and how to have it', async () => {
  withoutNetwork()
  vi.stubEnv('GODWIT_ALL_TESTS', undefined)
  const told: Shared[] = []
  const printed = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await (
    await share('postgres-13')({ provide: (_, value) => void told.push(value) })
  )()
  const words = String(printed.mock.calls[0]?.[0])
  printed.mockRestore()
  expect(told).toEqual([expect.objectContaining({ state: 'unavailable', title: 'PostgreSQL 13' })])
  expect(words).toMatch(/PostgreSQL 13 is left out: npm could not fetch .*ECONNREFUSED.* To have it: apt-get install postgresql-13/)
})

it('fails where servers are required', async () => {
  withoutNetwork()
  vi.stubEnv('GODWIT_ALL_TESTS', '1')
  await expect(share('postgres-13')({ provide: () => undefined })).rejects.toBeInstanceOf(ServerUnavailable)
})

it('uses the server that the environment names, and does not stop it', async () => {
  const server = await sharedServer('postgres-15')
  onTestFinished(server.stop)
  vi.stubEnv('GODWIT_POSTGRES_18_URL', server.url)
  onTestFinished(() => void vi.unstubAllEnvs())
  const named = await sharedServer('postgres-18')
  const database = await named.createDatabase()
  expect(await database.query('select current_database() as name')).toEqual([{ name: database.database }])
  await named.stop()
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }])
})

it('says of every server whether it can be had', () => {
  for (const kind of [
    'postgres-13',
    'postgres-15',
    'postgres-18',
    'mariadb',
    'mariadb-11',
    'mysql',
    'galera',
    'pgbouncer',
    'sqld',
  ] as const) {
    const found = availability(kind)
    if (found.state === 'available') expect(found.source).not.toBe('')
    else expect(inWords(found)).toMatch(/^.+ is left out: .+\. To have it: .+$/)
  }
})

it('gives two that fetch at the same time one complete folder, and does not fetch it again', async () => {
  const cache = emptyFolder()
  const { url, fetched } = await registry('@bird/godwit', '1.2.3')
  vi.stubEnv('GODWIT_SERVERS', cache)
  vi.stubEnv('npm_config_registry', url)
  vi.stubEnv('npm_config_cache', emptyFolder())
  onTestFinished(() => void vi.unstubAllEnvs())
  const complete = (folder: string): void => writeFileSync(join(folder, 'complete'), '')
  const fetch = (): Promise<string> => npmPackage('@bird/godwit', '1.2.3', undefined, complete)
  const [first, second] = await Promise.all([fetch(), fetch()])
  expect(second).toBe(first)
  expect(readdirSync(cache)).toEqual(['@bird__godwit@1.2.3'])
  expect(readdirSync(first).toSorted()).toEqual(['complete', 'package.json'])
  const so = fetched()
  expect(so).toBeGreaterThan(0)
  expect(await fetch()).toBe(first)
  expect(fetched()).toBe(so)
})
