// Owns: that a query's text, sent by any client, finds a text by every letter and blank of it, on every engine.
// Must not know: functions, which refuse blanks at the end before anything is sent.

import type { Query } from '../src/index.ts'
import { agents, assistants, sessionQueries as agentsSessions, tenancy, texts } from '../src/index.ts'
import { agentQueries, memoryQueries, messageQueries, sessionQueries, userQueries } from '../src/lines/assistants/index.ts'
import { conversationQueries, tenantQueries } from '../src/lines/tenancy/index.ts'
import { expect, test } from 'vitest'
import { onEveryEngine } from './on-every-engine.ts'
import { plansOf } from './plan-of.ts'

/** Each another text, to everybody but the `=` of MySQL; and what means something to `LIKE`. */
const TEXTS = ['a', 'a ', ' a', 'a  ', '%', '_', 'a_', 'a%', '!a', '!', 'é', 'e', String.raw`a\b`] as const
const quoted = (text: string, backslash: boolean): string => `'${backslash ? text.replaceAll('\\', '\\\\') : text}'`

onEveryEngine(assistants, (database) => {
  const on = (): ReturnType<typeof database.handle> => database.handle()
  const found = async (query: Query<never, unknown>, column: string, ...params: readonly (string | null)[]): Promise<readonly unknown[]> =>
    (await on().run(texts({ query }, on().place).query, params)).rows.map((row) => row[column])

  test.each([
    ['agents', 'name', agentQueries.getByName, "type, model, name) VALUES ('t', 'm',"],
    ['sessions', 'name', sessionQueries.getByName, 'id, name) VALUES (?,'],
    ['users', 'phone_number', userQueries.getByPhoneNumber, 'id, phone_number) VALUES (?,'],
    ['users', 'email', userQueries.getByEmail, 'id, email) VALUES (?,'],
    ['memories', 'name', memoryQueries.getByName, 'id, name) VALUES (?,'],
  ] as const)('%s by their %s', async (table, column, query, into) => {
    const mysql = database.dialect === 'mysql'
    await on().run(`DELETE FROM ${table}`)
    // A unique index of MySQL takes texts for one that differ in blanks at their end.
    const unique = mysql && (column === 'email' || table === 'agents')
    const there = TEXTS.filter((text) => !unique || !/^a +$/.test(text))
    for (const [n, text] of there.entries())
      await on().run(`INSERT INTO ${table} (${into.replace('?', `'${column}${n}'`)} ${quoted(text, mysql)})`)
    const others = table === 'memories' ? Array.from({ length: query.order(on().place).length - 1 }, () => null) : []
    for (const text of TEXTS)
      expect(await found(query, column, text, ...others), JSON.stringify(text)).toEqual(there.includes(text) ? [text] : [])
  })

  test('a name is still a search in its index', async () => {
    const { place } = on()
    const plans = await plansOf(on(), { text: agentQueries.getByName.text(place), params: ['a'] })
    for (const { accesses, words } of plans) expect(accesses, words).toMatchObject([{ table: 'agents', how: 'search' }])
  })

  test('the last message of a role', async () => {
    await on().run(`INSERT INTO sessions (id) VALUES ('roles')`)
    await on().run(`INSERT INTO messages (id, session_id, role) VALUES ('roles', 'roles', 'user')`)
    expect(await found(messageQueries.getLastByRole, 'role', 'roles', 'user')).toEqual(['user'])
    expect(await found(messageQueries.getLastByRole, 'role', 'roles', 'user ')).toEqual([])
    expect(await found(messageQueries.getLastByRole, 'role', 'roles', 'use_')).toEqual([])
  })
})

onEveryEngine(agents, (database) => {
  test('sessions by their status and by what they are called elsewhere', async () => {
    const { place, run } = database.handle()
    await run(`INSERT INTO agents (id, name, model) VALUES ('a', 'a', 'm')`)
    await run(`INSERT INTO sessions (id, main_agent_id, status, external_session_id) VALUES ('s', 'a', 'idle', 'e')`)
    const { getByStatus, getByExternalSessionId } = texts(agentsSessions, place)
    for (const [text, of] of [
      [getByStatus, 'idle'],
      [getByExternalSessionId, 'e'],
    ] as const) {
      expect((await run(text, [of])).rows).toHaveLength(1)
      for (const other of [`${of} `, '%', '_', of.toUpperCase()]) expect((await run(text, [other])).rows).toEqual([])
    }
  })
})

onEveryEngine(tenancy, (database) => {
  test('tenants by their name, conversations by their thread', async () => {
    const { place, run } = database.handle()
    await run(
      `INSERT INTO tenants (id, name, api_key, api_key_prefix, is_active) VALUES ('t', 'acme', 'k', 'k', ${place.dialect === 'postgres' ? 'TRUE' : '1'})`,
    )
    await run(`INSERT INTO conversations (id, tenant_id, user_id, thread_id) VALUES ('c', 't', 'u', 'th')`)
    const { getByName } = texts(tenantQueries, place)
    const { getByThreadId } = texts(conversationQueries, place)
    expect((await run(getByName, ['acme'])).rows).toHaveLength(1)
    for (const other of ['acme ', 'Acme', 'acm_', '%']) expect((await run(getByName, [other])).rows).toEqual([])
    expect((await run(getByThreadId, ['t', 'th'])).rows).toHaveLength(1)
    for (const other of ['th ', 'TH', '%', '__']) expect((await run(getByThreadId, ['t', other])).rows).toEqual([])
  })
})
