// Owns: what only a server does: tokens, lost connections, stolen locks, texts read ahead of time.

import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { inspect } from 'node:util'
import { tapWire } from '@godwit/driver-conformance'
import { createClient } from '@libsql/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Session } from '@godwit/core/driver'
import { libsql } from '../src/index.ts'
import { rejection, scratchServer, sessionOn } from './session.ts'

const PROTOCOLS = [['http'], ['ws']] as const
const enforced = (...statements: string[]): { statements: string[]; foreignKeys: 'enforced' } => ({ statements, foreignKeys: 'enforced' })

describe.each(PROTOCOLS)('over %s', (protocol) => {
  test('a lost answer is an unknown outcome, whatever became of it', async () => {
    const server = await scratchServer()
    const wire = await tapWire(server.port)
    onTestFinished(() => wire.close())
    const witness = await sessionOn(server.http)
    await witness.run('CREATE TABLE t (a)')
    const attempts: readonly [string, 1 | 0, (session: Session) => Promise<unknown>][] = [
      ['loseNextAnswer', 1, (session) => session.batch([enforced('INSERT INTO t VALUES (1)')])],
      ['loseNextRequest', 0, (session) => session.batch([enforced('INSERT INTO t VALUES (1)')])],
      ['loseNextAnswer', 1, (session) => session.run('INSERT INTO t VALUES (1)')],
      ['loseNextRequest', 0, (session) => session.run('INSERT INTO t VALUES (1)')],
    ]
    for (const [mood, held, attempt] of attempts) {
      const session = await sessionOn(`${protocol}://127.0.0.1:${wire.port}`)
      await session.run('SELECT 1')
      wire[mood as 'loseNextAnswer' | 'loseNextRequest']()
      expect(await rejection(attempt(session))).toMatchObject({ reason: 'connection', outcome: 'unknown', retryable: false })
      await session.close()
      expect((await witness.run('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: held }])
      await witness.run('DELETE FROM t')
    }
  })

  test.each(['loseNextAnswer', 'loseNextRequest'] as const)('a commit whose answer was lost (%s) is an unknown outcome', async (mood) => {
    const server = await scratchServer()
    const wire = await tapWire(server.port)
    onTestFinished(() => wire.close())
    const session = await sessionOn(`${protocol}://127.0.0.1:${wire.port}`)
    await session.run('CREATE TABLE t (a)')
    const transaction = await session.begin()
    await transaction.run('INSERT INTO t VALUES (1)')
    wire[mood]()
    expect(await rejection(transaction.commit())).toMatchObject({ reason: 'connection', outcome: 'unknown' })
    await transaction.rollback()
    const witness = await sessionOn(server.http)
    expect((await witness.run('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: mood === 'loseNextAnswer' ? 1 : 0 }])
  })

  test('a server that is not there was certainly not reached', async () => {
    const server = await scratchServer()
    await server.kill()
    const session = await sessionOn(server[protocol])
    const error = await rejection(session.run('SELECT 1'))
    expect(error).toMatchObject({ reason: 'connection', outcome: 'not-applied', code: 'ECONNREFUSED' })
    expect(error.message).toContain('ECONNREFUSED')
    expect(await rejection(session.batch([enforced('SELECT 1')]))).toMatchObject({ outcome: 'not-applied', at: { block: 0, statement: 0 } })
    expect((await rejection(session.begin())).outcome).toBe('not-applied')
  })

  test('a server that dies takes its transaction along', async () => {
    const server = await scratchServer()
    const session = await sessionOn(server[protocol])
    const transaction = await session.begin()
    await transaction.run('CREATE TABLE t (a)')
    await server.kill()
    expect((await rejection(transaction.run('SELECT 1'))).reason).toBe('connection')
    expect((await rejection(transaction.commit())).outcome).toBe('not-applied')
    await transaction.rollback()
  })

  test('a batch says which text could not be read, and none of them ran', async () => {
    const session = await sessionOn((await scratchServer())[protocol])
    const readable = Array.from({ length: 9 }, (_, n) => `CREATE TABLE t${n} (a)`)
    for (const [mistake, reason] of [
      ['SELEC 1', 'syntax'],
      ['SELECT 1; SELECT 2', 'syntax'],
      ['INSERT INTO nowhere VALUES (1)', 'missing-object'],
    ] as const) {
      for (const place of [0, 4, 9]) {
        const statements = readable.toSpliced(place, 0, mistake)
        for (const foreignKeys of ['enforced', 'suspended'] as const) {
          const error = await rejection(session.batch([enforced('SELECT 1'), { statements, foreignKeys }]))
          expect(error).toMatchObject({ reason, outcome: 'not-applied', at: { block: 1, statement: place } })
        }
      }
    }
    expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([])
  })

  test('after an error a transaction can only be rolled back: the server would keep what follows a ROLLBACK', async () => {
    const session = await sessionOn((await scratchServer())[protocol])
    await session.run('CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK)')
    const transaction = await session.begin()
    await transaction.run('INSERT INTO t VALUES (1)')
    expect((await rejection(transaction.run('INSERT INTO t VALUES (1)'))).reason).toBe('constraint')
    expect(await rejection(transaction.run('CREATE TABLE stray (a)'))).toMatchObject({ outcome: 'not-applied' })
    expect((await rejection(transaction.commit())).outcome).toBe('not-applied')
    await transaction.rollback()
    expect((await session.run("SELECT name FROM sqlite_schema WHERE type = 'table'")).rows).toEqual([{ name: 't' }])
    expect((await session.run('SELECT * FROM t')).rows).toEqual([])
  })

  test('an offset of the server is a position in characters', async () => {
    const session = await sessionOn((await scratchServer())[protocol])
    const text = "SELECT 'äöü€', nowhere"
    expect((await rejection(session.run(text))).position).toBe(text.indexOf('nowhere'))
    expect((await rejection(session.batch([enforced(text)]))).position).toBe(text.indexOf('nowhere'))
  })
})

test('round trips are the requests that really went out', async () => {
  const server = await scratchServer()
  let requests = 0
  const counting = (...request: Parameters<typeof fetch>): ReturnType<typeof fetch> => {
    requests += 1
    return fetch(...request)
  }
  const client = createClient({ url: server.http, fetch: counting })
  onTestFinished(() => client.close())
  const session = await libsql(client).open('write')
  requests = 0
  await session.run('CREATE TABLE t (a)')
  await session.batch([
    enforced('INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)'),
    { statements: ['INSERT INTO t VALUES (3)'], foreignKeys: 'suspended' },
  ])
  const transaction = await session.begin()
  await transaction.run('INSERT INTO t VALUES (4)')
  await transaction.commit()
  const other = await session.begin()
  await other.rollback()
  expect({ counted: session.roundTrips, requests }).toEqual({ counted: 8, requests: 8 })
})

describe('a token', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const stranger = generateKeyPairSync('ed25519').privateKey
  const jwtKey = publicKey.export({ type: 'spki', format: 'pem' }) as string

  test.each(PROTOCOLS)('is taken from the configuration and from the URL (%s)', async (protocol) => {
    const server = await scratchServer({ jwtKey })
    const authToken = token(privateKey)
    const [one, two] = [
      await sessionOn({ url: server[protocol], authToken }),
      await sessionOn(`${server[protocol]}?authToken=${authToken}`),
    ]
    await one.batch([enforced('CREATE TABLE t (a)')])
    expect((await two.run('SELECT name FROM sqlite_schema')).rows).toEqual([{ name: 't' }])
  })

  test.each(PROTOCOLS)(
    'that is wrong, foreign, expired or missing is a matter of authentication, and never shown (%s)',
    async (protocol) => {
      const server = await scratchServer({ jwtKey })
      const tokens = ['secret-and-not-a-token', token(stranger), token(privateKey, { exp: 1000 }), undefined]
      for (const authToken of tokens) {
        const attempts: readonly ((session: Session) => Promise<unknown>)[] = [
          (session) => session.run('SELECT 1'),
          (session) => session.begin(),
          (session) => session.batch([enforced('CREATE TABLE t (a)')]),
        ]
        for (const attempt of attempts) {
          const session = await sessionOn({ url: server[protocol], ...(authToken === undefined ? {} : { authToken }) })
          const error = await rejection(attempt(session))
          expect(error).toMatchObject({ reason: 'authentication', outcome: 'not-applied', retryable: false })
          if (authToken !== undefined) expect(inspect(error, { depth: 10 })).not.toContain(authToken)
          await session.close()
        }
      }
    },
  )

  test('that may only read is a matter of permission', async () => {
    const server = await scratchServer({ jwtKey })
    const session = await sessionOn({ url: server.http, authToken: token(privateKey, { a: 'ro' }) })
    await session.run('SELECT 1')
    expect(await rejection(session.batch([enforced('CREATE TABLE t (a)')]))).toMatchObject({ reason: 'permission', outcome: 'not-applied' })
  })

  test('that cannot be sent at all is not shown by the refusal', async () => {
    const authToken = 'secret\nwith a line end'
    const error = await rejection(sessionOn({ url: 'http://127.0.0.1:1', authToken }).then((session) => session.run('SELECT 1')))
    expect(inspect(error, { depth: 10 })).not.toContain('secret')
  })
})

function token(key: KeyObject, claims: Readonly<Record<string, unknown>> = {}): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = `${encode({ alg: 'EdDSA', typ: 'JWT' })}.${encode(claims)}`
  return `${head}.${sign(null, Buffer.from(head), key).toString('base64url')}`
}
