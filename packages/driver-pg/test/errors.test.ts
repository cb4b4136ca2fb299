// Owns: the table from native errors to reasons, with errors that servers and systems really gave.
// Must not know: sessions, but to provoke them.

import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { describeOn } from '@godwit/servers/vitest'
import { driverError } from '../src/errors.ts'
import { rejection, sessionOn } from './scratch.ts'

/** As pg gave them: a message of the server is an error with these properties, everything else one of Node. */
const RECORDED: readonly (readonly [native: object, expected: object])[] = [
  [
    {
      message: 'could not extend file "base/16384/16389": No space left on device',
      severity: 'ERROR',
      code: '53100',
      hint: 'Check free disk space.',
      routine: 'mdextend',
    },
    { reason: 'storage', outcome: 'not-applied' },
  ],
  [
    { message: 'sorry, too many clients already', severity: 'FATAL', code: '53300', routine: 'InitProcess' },
    { reason: 'connection', outcome: 'not-applied', retryable: true },
  ],
  [
    { message: 'the database system is starting up', severity: 'FATAL', code: '57P03', routine: 'ProcessStartupPacket' },
    { reason: 'connection', outcome: 'not-applied', retryable: true },
  ],
  [
    { message: 'terminating connection due to administrator command', severity: 'FATAL', code: '57P01', routine: 'ProcessInterrupts' },
    { reason: 'connection', outcome: 'unknown', retryable: false },
  ],
  [
    {
      message: 'cannot execute CREATE TABLE in a read-only transaction',
      severity: 'ERROR',
      code: '25006',
      routine: 'PreventCommandIfReadOnly',
    },
    { reason: 'storage', outcome: 'not-applied' },
  ],
  [
    { message: 'could not serialize access due to concurrent update', severity: 'ERROR', code: '40001', routine: 'ExecUpdate' },
    { reason: 'serialization', outcome: 'not-applied', retryable: true },
  ],
  [
    { message: 'invalid page in block 0 of relation base/5/16389', severity: 'ERROR', code: 'XX001', routine: 'PageIsVerifiedExtended' },
    { reason: 'corrupt', outcome: 'not-applied' },
  ],
  [
    { message: 'tuple concurrently updated', severity: 'ERROR', code: 'XX000', routine: 'simple_heap_update' },
    { reason: 'serialization', outcome: 'not-applied', retryable: true },
  ],
  [
    { message: 'could not open relation with OID 20307', severity: 'ERROR', code: 'XX000', file: 'relation.c', routine: 'relation_open' },
    { reason: 'serialization', outcome: 'not-applied', retryable: true },
  ],
  [
    { message: 'could not write block 3 of temporary file: Input/output error', severity: 'ERROR', code: '58030' },
    { reason: 'storage', outcome: 'unknown' },
  ],
  [
    { message: 'query_wait_timeout', severity: 'FATAL', code: '08P01' },
    { reason: 'connection', outcome: 'unknown' },
  ],
  [
    { message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED', syscall: 'connect' },
    { reason: 'connection', outcome: 'not-applied' },
  ],
  [
    { message: 'getaddrinfo ENOTFOUND db.invalid', code: 'ENOTFOUND', syscall: 'getaddrinfo' },
    { reason: 'connection', outcome: 'not-applied' },
  ],
  [
    { message: 'connect ENOENT /nowhere/.s.PGSQL.5432', code: 'ENOENT', syscall: 'connect' },
    { reason: 'connection', outcome: 'not-applied' },
  ],
  [
    { message: 'read ECONNRESET', code: 'ECONNRESET', syscall: 'read' },
    { reason: 'connection', outcome: 'unknown' },
  ],
  [
    { message: 'read ETIMEDOUT', code: 'ETIMEDOUT', syscall: 'read' },
    { reason: 'connection', outcome: 'unknown' },
  ],
  [{ message: 'Connection terminated unexpectedly' }, { reason: 'connection', outcome: 'unknown' }],
  [{ message: 'Query read timeout' }, { reason: 'connection', outcome: 'unknown' }],
  [{ message: 'Client has encountered a connection error and is not queryable' }, { reason: 'connection', outcome: 'not-applied' }],
  [{ message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' }, { reason: 'authentication', outcome: 'not-applied' }],
  [{ message: 'something that nobody has seen' }, { reason: 'unknown', outcome: 'unknown' }],
]

function native({ message, ...properties }: { readonly message?: string; readonly severity?: string; readonly code?: string }): Error {
  return Object.assign(new Error(message), properties)
}

describe('a recorded error', () => {
  it.each(RECORDED)('%j', (recorded, expected) => {
    expect(driverError(native(recorded))).toMatchObject(expected)
  })

  it.each(RECORDED)('applied nothing where no statement had been sent: %j', (recorded) => {
    expect(driverError(native(recorded), { phase: 'connecting' }).outcome).toBe('not-applied')
  })

  it('of a pooler that lets nobody in is authentication, although its code is for everything', () => {
    const pooler = native({ message: 'password authentication failed', severity: 'FATAL', code: '08P01' })
    expect(driverError(pooler, { phase: 'connecting' })).toMatchObject({ reason: 'authentication', outcome: 'not-applied' })
  })

  it('of several addresses has the words of the first', () => {
    const both = Object.assign(new AggregateError([native({ message: 'connect ECONNREFUSED ::1:1' })], ''), { code: 'ECONNREFUSED' })
    expect(driverError(both)).toMatchObject({ reason: 'connection', message: 'connect ECONNREFUSED ::1:1' })
  })

  it('shows no password, and is not kept as the cause when it does', () => {
    const error = driverError(native({ message: 'cannot reach postgres://u:hunter2@h/d' }), { secrets: ['hunter2'] })
    expect(error.message).toBe('cannot reach postgres://u:***@h/d')
    expect(error.cause).toBeUndefined()
    expect(driverError(native({ message: 'cannot execute INSERT' }), { secrets: ['x'] }).message).toBe('cannot execute INSERT')
  })
})

describeOn('postgres-15', (server) => {
  it.each([
    ['SELECT 1 +', 'syntax', '42601'],
    ['SELECT nowhere', 'missing-object', '42703'],
    ['SELECT * FROM nowhere', 'missing-object', '42P01'],
    ['SELECT nowhere()', 'missing-object', '42883'],
    ['DROP TYPE nowhere', 'missing-object', '42704'],
    ['CREATE TABLE nowhere.x (id integer)', 'missing-object', '3F000'],
    ['CREATE TABLE items (id integer)', 'constraint', '42P07'],
    ['ALTER TABLE items ADD COLUMN id integer', 'constraint', '42701'],
    ['CREATE TYPE items AS ENUM ()', 'constraint', '42710'],
    ['INSERT INTO items VALUES (1)', 'constraint', '23505'],
    ['INSERT INTO items VALUES (NULL)', 'constraint', '23502'],
    ["SELECT 'x'::integer", 'unknown', '22P02'],
    ['SELECT 1/0', 'unknown', '22012'],
    ['SET TRANSACTION READ ONLY; SELECT 1', 'syntax', '42601'],
    ["SELECT set_config('statement_timeout', '20', false), pg_sleep(60)", 'statement-timeout', '57014'],
    ['VACUUM nowhere', 'missing-object', '42P01'],
  ] as const)('%s is %s', async (text, reason, code) => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run('CREATE TABLE items (id integer PRIMARY KEY)')
    await session.run('INSERT INTO items VALUES (1)')
    if (code === '57014') await session.run('SET statement_timeout = 20')
    expect(await rejection(session.run(text))).toMatchObject({ reason, code, outcome: 'not-applied', retryable: false })
  })

  it('the detail and the hint of the server are in the message', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run('CREATE TABLE parents (id integer PRIMARY KEY)')
    await session.run('CREATE TABLE children (parent integer REFERENCES parents)')
    const { message } = await rejection(session.run('DROP TABLE parents'))
    expect(message).toMatch(
      /^cannot drop table parents because other objects depend on it\. constraint .* on table children depends on table parents .*CASCADE/,
    )
  })

  it('what a user may not do is permission', async () => {
    const { url, query, database } = await server.freshDatabase()
    const role = `poor_${database}`
    await query(`CREATE ROLE "${role}" LOGIN PASSWORD 'poor-secret'`)
    try {
      const poor = Object.assign(new URL(url), { username: role, password: 'poor-secret' }).href
      const session = await sessionOn(poor)
      expect(await rejection(session.run('CREATE TABLE public.items (id integer)'))).toMatchObject({ reason: 'permission', code: '42501' })
      await session.close()
    } finally {
      await query(`DROP ROLE "${role}"`)
    }
  })

  it('a connection that the server ends is unknown for the statement under way, and refused for the next', async () => {
    const { url } = await server.freshDatabase()
    const session = await sessionOn(url)
    const sleeping = rejection(session.run('SELECT pg_sleep(60)'))
    const judge = new Client({ connectionString: url })
    judge.on('error', () => {})
    await judge.connect()
    await expect
      .poll(
        async () =>
          (await judge.query(`SELECT 1 FROM pg_stat_activity WHERE pid = ${session.id ?? ''} AND query LIKE 'SELECT pg_sleep%'`)).rowCount,
      )
      .toBe(1)
    await judge.query(`SELECT pg_terminate_backend(${session.id ?? ''})`)
    expect(await sleeping).toMatchObject({ reason: 'connection', outcome: 'unknown', code: '57P01' })
    expect(await rejection(session.run('SELECT 1'))).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
    await session.close()
    await judge.end()
  })
})
