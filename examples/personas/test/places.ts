// Owns: where personas can be, none yet, and what is there as somebody else sees it.
// Must not know: what is tested.

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeOn } from '@godwit/servers/vitest'
import { describe, onTestFinished } from 'vitest'

export interface Place {
  readonly url: string
  /** Files, schemas or databases. */
  readonly names: () => Promise<readonly string[]>
  /** Something of the name of robin's database that is none of ours. */
  readonly spoil: () => Promise<unknown>
}

/** `body` is called once for each engine, inside of a group of its name. */
export function onEveryEngine(body: (place: () => Promise<Place>) => void): void {
  describe('on libSQL', () => {
    body(inFolder)
  })
  describeOn('postgres-15', (server) => {
    body(async () => {
      const { url, query } = await server.freshDatabase()
      return {
        url,
        names: async () =>
          (await query("SELECT nspname AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg%'")).map(({ name }) => String(name)),
        spoil: () => query('CREATE SCHEMA p_robin CREATE TABLE chat_sessions (a INTEGER)'),
      }
    })
  })
  describeOn('mariadb', (server) => {
    body(async () => {
      const { url, database, query } = await server.freshDatabase()
      const names = async (): Promise<readonly string[]> => {
        const rows = await query(`SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE '${database}%'`)
        return rows.map(({ name }) => String(name))
      }
      onTestFinished(async () => {
        for (const name of await names()) if (name !== database) await server.query(`DROP DATABASE ${name}`)
      })
      return {
        url,
        names,
        async spoil() {
          await query(`CREATE DATABASE ${database}_p_robin`)
          await query(`CREATE TABLE ${database}_p_robin.chat_sessions (a INTEGER)`)
        },
      }
    })
  })
}

async function inFolder(): Promise<Place> {
  const parent = await mkdtemp(join(tmpdir(), 'godwit-personas-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  const folder = join(parent, 'data')
  return {
    url: `file:${folder}`,
    // The folder itself is one of the things that reading must not make.
    names: async () => [...(await readdir(parent)), ...(await readdir(folder).catch(() => []))],
    spoil: () => writeFile(join(folder, 'persona_robin.db'), 'This is no database, and was never one. '.repeat(100)),
  }
}
