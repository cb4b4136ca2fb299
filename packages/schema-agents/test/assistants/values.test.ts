// Owns: A-X12, A-D10, values that come back as they went in; A-X15, a database that does not answer.
// Must not know: query texts.

import { isDriverError } from '@godwit/core'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { assistants, handle } from '../../src/index.ts'
import {
  createAgent,
  createMemory,
  createMessage,
  createSession,
  createUser,
  getAgent,
  getMemory,
  getMessage,
  getSession,
  getUser,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

onEveryEngine(assistants, (database) => {
  test.each([
    ['an empty list', []],
    ['an empty object', {}],
    ['zero', 0],
    ['an empty text', ''],
    ['false', false],
    ['null inside', { a: null }],
    ['a NUL', { a: '\u0000' }],
    ['large and small numbers', { a: 9_007_199_254_740_991, b: 1e300, c: -5e-324, d: 0.1 }],
    ['a date', { at: '2026-11-20T12:00:00.123456+02:00' }],
    ['letters of every kind, deep inside', { text: 'O\'Brien \\ "q" \n ünïcødé 日本 🦩', deep: [[1, [{ 日: [] }]]] }],
    ['null', null],
  ])('A-X12: JSON that is %s is the same value afterwards, in every table', async (_, json) => {
    const on = database.handle()
    const user = await createUser(on, { user_data: json })
    const agent = await createAgent(on, { name: randomUUID(), type: 't', model: 'm', config: json })
    const session = await createSession(on, { metadata: json })
    const message = await createMessage(on, {
      session_id: session.id,
      role: 'user',
      raw_payload: json,
      tool_calls: json,
      tool_outputs: json,
      context: json,
      channel_payload: json,
    })
    const memory = await createMemory(on, { name: randomUUID(), metadata: json })
    expect((await getUser(on, user.id))?.user_data).toEqual(json)
    expect((await getAgent(on, agent.id))?.config).toEqual(json)
    expect((await getSession(on, session.id))?.metadata).toEqual(json)
    expect(await getMessage(on, message?.id ?? '')).toMatchObject({
      raw_payload: json,
      tool_calls: json,
      tool_outputs: json,
      context: json,
      channel_payload: json,
    })
    expect((await getMemory(on, memory.id))?.metadata).toEqual(json)
  })

  test.each([
    ['users', 'user_data', ''],
    ['sessions', 'metadata', ''],
    ['memories', 'metadata', ", 'n'"],
  ])('%s takes no text in %s that is not JSON', async (table, column, rest) => {
    const on = database.handle()
    const insert = `INSERT INTO ${table} (id, ${column}${rest === '' ? '' : ', name'}) VALUES ('${randomUUID()}', '{bad'${rest})`
    await expect(on.run(insert)).rejects.toSatisfy(isDriverError)
  })

  test('A-D10: a row that somebody inserted without times has those of the database, in UTC', async () => {
    const on = database.handle()
    const id = randomUUID()
    await on.run(`INSERT INTO users (id) VALUES ('${id}')`)
    const { created_at = '' } = (await getUser(on, id)) ?? {}
    expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(Math.abs(Date.now() - Date.parse(created_at))).toBeLessThan(600_000)
  })

  test('A-X15: a database that is gone is an error, and not an answer', async () => {
    const session = await database.driver().open('write')
    const on = handle(session, { patienceMs: 0 })
    await session.close()
    await expect(getUser(on, 'nobody')).rejects.toThrow(/./)
    await expect(createUser(on, { email: 'a@example.org' })).rejects.toThrow(/./)
  })

  test('a transaction that is passed in takes all of it along, or nothing', async () => {
    const on = database.handle()
    const id = randomUUID()
    const failure = on.transaction(async (inside) => {
      await createUser(inside, { id, email: `${id}@example.org` })
      const session = await createSession(inside, { user_id: id, name: 'n' })
      await createMessage(inside, { session_id: session.id, role: 'user' })
      await createMemory(inside, { user_id: id, name: 'n' })
      await createMemory(inside, { user_id: id, name: 'n' })
      throw new Error('changed my mind')
    })
    await expect(failure).rejects.toThrow('changed my mind')
    expect(await getUser(on, id)).toBeNull()
  })
})

test.each([
  ['PostgreSQL', pg('postgres://somebody:s3cret@127.0.0.1:1/nothing')],
  ['MySQL', mysql('mysql://somebody:s3cret@127.0.0.1:1/nothing')],
])('A-X15: a %s that cannot be reached is an error of the connection, without a password', async (_, driver) => {
  onTestFinished(() => driver.close())
  const asked = (async () => getUser(handle(await driver.open('write')), 'nobody'))()
  await expect(asked).rejects.toMatchObject({ name: 'DriverError', reason: 'connection' })
  await asked.catch((error: unknown) => expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('s3cret'))
})
