// Owns: entries that are appended once, on every engine.
// Must not know: how that is remembered.

import { migrateLines, Migrator } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { agents, agentsOnce, type Handle } from '../../src/index.ts'
import {
  createAgent,
  createSession,
  deleteSession,
  deleteSessionLog,
  listSessionLogs,
  type NewSessionLog,
} from '../../src/lines/agents/index.ts'
import { appendSessionLogsOnce } from '../../src/lines/agents-once/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const entries = (...words: readonly string[]): readonly NewSessionLog[] =>
  words.map((word) => ({ role: 'user', type: 'message', content: { word } }))

async function newSession(on: Handle): Promise<string> {
  const { id } = await createAgent(on, { name: 'a', model: 'm' })
  return (await createSession(on, { main_agent_id: id })).id
}

onEveryEngine(agents, (database) => {
  beforeAll(async () => {
    await migrateLines(database.driver(), [agents, agentsOnce])
  })

  test('a second time with the key nothing is written, and the ids are those of the first', async () => {
    const on = database.handle()
    const session = await newSession(on)
    const ids = await appendSessionLogsOnce(on, session, 'request-1', entries('a', 'b'))
    expect(ids).toHaveLength(2)
    expect(await appendSessionLogsOnce(on, session, 'request-1', entries('a', 'b'))).toEqual(ids)
    const others = await appendSessionLogsOnce(on, session, 'request-2', entries('a', 'b'))
    const { rows } = await listSessionLogs(on, session)
    expect(rows.map(({ id }) => id)).toEqual([...(ids ?? []), ...(others ?? [])])
    await deleteSessionLog(on, ids?.[0] ?? 0)
    expect(await appendSessionLogsOnce(on, session, 'request-1', entries('a', 'b'))).toEqual(ids)
    expect((await listSessionLogs(on, session)).total).toBe(3)
  })

  test('a key is a session’s, ends with it, and is told apart by its letters', async () => {
    const on = database.handle()
    const [one, two] = [await newSession(on), await newSession(on)]
    const first = await appendSessionLogsOnce(on, one, 'k', entries('a'))
    expect(await appendSessionLogsOnce(on, two, 'k', entries('b'))).not.toEqual(first)
    expect(await appendSessionLogsOnce(on, one, 'K', entries('a'))).not.toEqual(first)
    await deleteSession(on, one)
    expect(await appendSessionLogsOnce(on, one, 'k', entries('a'))).toBeNull()
    expect((await on.run(`SELECT append_key FROM session_log_appends WHERE session_id = '${one}'`)).rows).toEqual([])
  })

  test('other entries under a key that was used are refused, and so is a key that is none', async () => {
    const on = database.handle()
    const session = await newSession(on)
    await appendSessionLogsOnce(on, session, 'k', entries('a'))
    await expect(appendSessionLogsOnce(on, session, 'k', entries('b'))).rejects.toMatchObject({ rule: 'conflict' })
    await expect(appendSessionLogsOnce(on, session, '', entries('a'))).rejects.toThrow('append_key takes a text of 1 to 191 characters')
    await expect(appendSessionLogsOnce(on, session, 'x'.repeat(192), entries('a'))).rejects.toThrow('append_key')
    expect((await listSessionLogs(on, session)).total).toBe(1)
  })

  test('what fails is not remembered, and in a transaction that is undone nothing is', async () => {
    const on = database.handle()
    const session = await newSession(on)
    const wrong = entries('a').map((entry) => ({ ...entry, parent_id: 999_999_999 }))
    await expect(appendSessionLogsOnce(on, session, 'k', wrong)).rejects.toMatchObject({ reason: 'constraint' })
    await expect(
      on.transaction(async (inside) => {
        await appendSessionLogsOnce(inside, session, 'k', entries('b'))
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect(await appendSessionLogsOnce(on, session, 'k', entries('c'))).toHaveLength(1)
    expect((await listSessionLogs(on, session)).rows.map(({ content }) => content)).toEqual([{ word: 'c' }])
  })

  test('of ten who append under one key at once, one does, and all hear the same ids', async () => {
    const session = await newSession(database.handle())
    const handles = await Promise.all(Array.from({ length: 10 }, () => database.another()))
    const heard = await Promise.all(handles.map((on) => appendSessionLogsOnce(on, session, 'k', entries('a', 'b', 'c'))))
    expect(new Set(heard.map((ids) => JSON.stringify(ids))).size).toBe(1)
    expect((await listSessionLogs(database.handle(), session)).total).toBe(3)
  })

  test('down and up again leaves the line agents as it was, and remembers nothing', async () => {
    const on = database.handle()
    const session = await newSession(on)
    const ids = await appendSessionLogsOnce(on, session, 'k', entries('a'))
    const migrator = new Migrator(database.driver(), agentsOnce)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect((await listSessionLogs(on, session)).total).toBe(1)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await appendSessionLogsOnce(on, session, 'k', entries('a'))).not.toEqual(ids)
  })
})
