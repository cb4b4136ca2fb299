// Owns: what every server that is started here can do.
// Must not know: which of its programs are installed.

import { existsSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import {
  mysqlAt,
  postgresAt,
  startMariadb,
  startPostgres,
  type DatabaseServer,
  type Kind,
  type MariadbServer,
  type PostgresServer,
} from '../src/index.ts'
import { describeHaving } from '../src/vitest/index.ts'
import { aliveIn } from './processes.ts'

const AWKWARD = `@:/#%$'"\\ ?&ä`

const at = (url: string): DatabaseServer => (url.startsWith('mysql') ? mysqlAt(url) : postgresAt(url))

const STARTS: Readonly<Record<string, [kind: Kind, start: (password?: string) => Promise<PostgresServer | MariadbServer>]>> = {
  'PostgreSQL 13': ['postgres-13', (password = 'x') => startPostgres({ version: 13, password })],
  'PostgreSQL 15': ['postgres-15', (password = 'x') => startPostgres({ version: 15, password })],
  'PostgreSQL 18': ['postgres-18', (password = 'x') => startPostgres({ version: 18, password })],
  MariaDB: ['mariadb', (password = 'x') => startMariadb({ password })],
}

for (const [name, [kind, start]] of Object.entries(STARTS)) {
  await describeHaving([kind], name, () => {
    it('answers, with a password of awkward characters in its URL, and refuses another password', async () => {
      const server = await start(AWKWARD)
      onTestFinished(server.stop)
      expect(decodeURIComponent(new URL(server.url).password)).toBe(AWKWARD)
      expect(await server.query('select 1 as one')).toEqual([{ one: 1 }])
      const wrong = new URL(server.url)
      wrong.password = 'wrong'
      await expect(at(wrong.href).query('select 1')).rejects.toThrow(/password authentication failed|Access denied/)
    })

    it('keeps what was committed when it is killed, and starts again where it was', async () => {
      const server = await start()
      onTestFinished(server.stop)
      const database = await server.createDatabase()
      await database.query('create table bird (name varchar(40) not null)')
      await database.query("insert into bird values ('godwit')")
      await server.kill()
      expect(aliveIn(server.folder)).toEqual([])
      await expect(database.query('select 1')).rejects.toThrow('ECONNREFUSED')
      await server.start()
      expect(await database.query('select name from bird')).toEqual([{ name: 'godwit' }])
    })

    it('answers nothing while it is frozen', async () => {
      const server = await start()
      onTestFinished(server.stop)
      await server.freeze()
      let answer: 'none' | 'came' = 'none'
      const asked = server.query('select 1 as one').then((rows) => {
        answer = 'came'
        return rows
      })
      // Another server's whole life is longer than an answer takes.
      await (await start()).stop()
      expect(answer).toBe('none')
      await server.thaw()
      expect(await asked).toEqual([{ one: 1 }])
    })

    it('leaves no process and no folder behind', async () => {
      const server = await start()
      expect(aliveIn(server.folder)).not.toEqual([])
      await server.stop()
      await server.stop()
      expect(aliveIn(server.folder)).toEqual([])
      expect(existsSync(server.folder)).toBe(false)
      await expect(server.start()).rejects.toThrow('it is stopped')
    })
  })
}

await describeHaving(['mariadb'], 'a MariaDB beside others', () => {
  it('keeps its temporary tables to itself: another that starts removes all it finds', async () => {
    const server = await startMariadb()
    onTestFinished(server.stop)
    expect(await server.query('select @@tmpdir as folder')).toEqual([{ folder: server.folder }])
  })
})
