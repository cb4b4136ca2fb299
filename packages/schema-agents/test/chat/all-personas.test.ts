// Owns: P-T6, P-F1 to P-F6, P-F14, P-F15, P-M4, P-D3, P-D5, P-D15, P-X6, P-X15, R11: a database for each persona, on every engine.
// Must not know: where it is.

import { isDriverError, Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { chat, type Handle, handle } from '../../src/index.ts'
import {
  acrossPersonas,
  createPersona,
  createSession,
  findSessionPersonas,
  getAllMemories,
  getAllSessions,
  getChatHistory,
  getPersonaId,
  getPersonaSummaries,
  getSessionByKey,
  getSessionsOfAll,
  getTotalMessageCount,
  inPersona,
  parseSessionKey,
  saveMemory,
  saveMessage,
  sessionKey,
  startAllPersonas,
} from '../../src/lines/chat/index.ts'
import { onEveryStore, type Personas, UNREACHABLE } from './persona-stores.ts'

const ALL = chat.migrations.map(({ id }) => id)

/** A database in which a table of another program stands where one of ours would. */
async function taken({ make, driver }: Personas, persona: string): Promise<void> {
  await make(persona)
  const session = await driver(persona).open('write')
  await session.run('CREATE TABLE chat_sessions (a INTEGER)')
  await session.close()
}

function said({ store }: Personas, persona: string, message: string): Promise<number | null> {
  return inPersona(store, persona, 'write', (on) => saveMessage(on, { message, is_user: true }))
}

onEveryStore((fresh) => {
  test('P-T6, P-F1, P-F4: the default one has the name of no persona, every other its id in its own, and the default one is listed first', async () => {
    const { store, places, nameOf } = await fresh()
    const before = await places()
    for (const persona of ['robin', 'default', 'a1b2c3d4']) await store.bringUp(persona)
    expect(await store.list()).toEqual(['default', 'a1b2c3d4', 'robin'])
    const made = (await places()).filter((name) => !before.includes(name))
    expect(made.toSorted()).toEqual(['default', 'a1b2c3d4', 'robin'].map(nameOf).toSorted())
  })

  test('P-T6: keys of other tables are kept in every persona’s database', async () => {
    const personas = await fresh()
    for (const persona of ['default', 'robin']) {
      await personas.store.bringUp(persona)
      const orphan = inPersona(personas.store, persona, 'write', (on) =>
        saveMessage(on, { session_id: 999_999_999, message: 'm', is_user: true }),
      )
      await expect(orphan).rejects.toThrow(/foreign key/i)
    }
  })

  test('the start makes the database of default and brings that of every persona to the newest, from wherever it is; a second changes nothing (P-F5, P-M4)', async () => {
    const personas = await fresh()
    const { store, make, driver, places } = personas
    expect(await store.list()).toEqual([])
    await make('new')
    await make('old-one')
    await new Migrator(driver('old-one'), chat).migrate({ limit: 2 })
    expect(await startAllPersonas(store)).toEqual([
      { persona: 'default', outcome: 'ready', applied: ALL },
      { persona: 'new', outcome: 'ready', applied: ALL },
      { persona: 'old-one', outcome: 'ready', applied: ALL.slice(2) },
    ])
    expect(await store.list()).toEqual(['default', 'new', 'old-one'])
    for (const persona of await store.list()) {
      expect(await inPersona(store, persona, 'read', getPersonaId)).toBe(persona)
      expect(await said(personas, persona, 'hello')).toBe(1)
    }
    const before = await places()
    expect(await startAllPersonas(store)).toEqual(
      ['default', 'new', 'old-one'].map((persona) => ({ persona, outcome: 'ready', applied: [] })),
    )
    expect(await places()).toEqual(before)
    expect((await acrossPersonas(store, getTotalMessageCount)).answers.map(({ answer }) => answer)).toEqual([1, 1, 1])
  })

  test('a persona that cannot be started is told with its reason, and those before and behind it are ready (P-M4, P-D15)', async () => {
    const personas = await fresh()
    const { store, make } = personas
    await taken(personas, 'default')
    await make(UNREACHABLE)
    await make('behind')
    await taken(personas, 'foreign')
    await make('last')
    const starts = await startAllPersonas(store)
    expect(starts).toMatchObject([
      { persona: 'default', outcome: 'blocked', problems: [{ code: 'NAME_TAKEN' }] },
      { persona: UNREACHABLE, outcome: 'failed' },
      { persona: 'behind', outcome: 'ready', applied: ALL },
      { persona: 'foreign', outcome: 'blocked' },
      { persona: 'last', outcome: 'ready', applied: ALL },
    ])
    expect(await said(personas, 'last', 'hello')).toBe(1)

    const { answers, silent } = await acrossPersonas(store, getAllMemories)
    expect(answers).toEqual(['behind', 'last'].map((persona) => ({ persona, answer: [] })))
    expect(silent.map(({ persona }) => persona)).toEqual(['default', UNREACHABLE, 'foreign'])
    expect(silent.every(({ error }) => isDriverError(error))).toBe(true)
  })

  test('a persona for which not even a database can be made keeps none of the others back (P-M4)', async () => {
    const { store, make } = await fresh()
    for (const persona of ['before', 'between', 'last']) await make(persona)
    const error = new Error('no room')
    const full = { ...store, bringUp: (persona: string) => (persona === 'between' ? Promise.reject(error) : store.bringUp(persona)) }
    expect(await startAllPersonas(full)).toMatchObject([
      { persona: 'default', outcome: 'ready' },
      { persona: 'before', outcome: 'ready' },
      { persona: 'between', outcome: 'failed', error },
      { persona: 'last', outcome: 'ready' },
    ])
  })

  test('what is read of an unknown persona is null, and afterwards nothing is there that was not, and nobody new is listed (P-X6, P-F2, P-D3)', async () => {
    const { store, places } = await fresh()
    await startAllPersonas(store)
    const before = [await places(), await store.list()]
    for (const read of [getAllSessions, getChatHistory, getAllMemories] as readonly ((on: Handle) => Promise<unknown>)[])
      expect(await inPersona(store, 'nobody', 'read', read)).toBeNull()
    expect(await inPersona(store, 'nobody', 'write', createSession)).toBeNull()
    expect(await getSessionByKey(store, 'nobody:1')).toBeNull()
    expect(await store.remove('nobody')).toBe(false)
    for (const id of ['', '../up', 'a b']) {
      await expect(inPersona(store, id, 'read', getAllSessions)).rejects.toThrow(RangeError)
      await expect(createPersona(store, id)).rejects.toThrow(RangeError)
    }
    expect([await places(), await store.list()]).toEqual(before)
  })

  test('a persona’s database is opened with its foreign keys on (P-F2)', async () => {
    const { store } = await fresh()
    await startAllPersonas(store)
    const orphan = inPersona(store, 'default', 'write', (on) =>
      on.run(`INSERT INTO chat_messages (session_id, message, is_user) VALUES (99, 'm', ${on.place.dialect === 'sqlite' ? '1' : 'TRUE'})`),
    )
    await expect(orphan).rejects.toMatchObject({ reason: 'constraint' })
    expect(await inPersona(store, 'default', 'read', getTotalMessageCount)).toBe(0)
  })

  test('a session is found with all personas that have one of its id, and with a key there is one answer (P-F6, P-D5)', async () => {
    const personas = await fresh()
    const { store } = personas
    await createPersona(store, 'zoe')
    await startAllPersonas(store)
    await createPersona(store, 'robin')
    for (const persona of ['default', 'zoe']) await said(personas, persona, `to ${persona}`)
    await inPersona(store, 'zoe', 'write', (on) => createSession(on, { title: 'the second' }))
    expect(await findSessionPersonas(store, 1)).toEqual({ personas: ['default', 'zoe'], silent: [] })
    expect(await findSessionPersonas(store, 2)).toEqual({ personas: ['zoe'], silent: [] })
    expect(await findSessionPersonas(store, 3)).toEqual({ personas: [], silent: [] })

    const key = sessionKey({ persona: 'zoe', session_id: 2 })
    expect(await getSessionByKey(store, key)).toMatchObject({ key, persona: 'zoe', id: 2, title: 'the second' })
    expect(await getSessionByKey(store, 'default:2')).toBeNull()
    expect(parseSessionKey(key)).toEqual({ persona: 'zoe', session_id: 2 })
  })

  test('who does not answer is told beside those who have the session, and not taken for one that has it not (P-F6, P-D15)', async () => {
    const personas = await fresh()
    await startAllPersonas(personas.store)
    await said(personas, 'default', 'hello')
    await taken(personas, 'foreign')
    await personas.make(UNREACHABLE)
    const { personas: found, silent } = await findSessionPersonas(personas.store, 1)
    expect(found).toEqual(['default'])
    expect(silent.map(({ persona }) => persona)).toEqual([UNREACHABLE, 'foreign'])
  })

  test('the sessions of all personas are one list, the one updated last first, each with its key (P-F14, P-F15)', async () => {
    const personas = await fresh()
    const { store } = personas
    for (const persona of ['a', 'b', 'empty']) expect(await createPersona(store, persona)).toMatchObject({ outcome: 'ready' })
    const updated = async (persona: string, id: number, at: string): Promise<void> => {
      await inPersona(store, persona, 'write', async (on) => {
        await createSession(on)
        await on.run(`UPDATE chat_sessions SET updated_at = '${at}' WHERE id = ${id}`)
      })
    }
    await updated('a', 1, '2026-01-03 00:00:00')
    await updated('b', 1, '2026-01-02 00:00:00')
    await updated('a', 2, '2026-01-01 00:00:00')
    await updated('b', 2, '2026-01-04 00:00:00')
    const { sessions } = await getSessionsOfAll(store)
    expect(sessions.map(({ key }) => key)).toEqual(['b:2', 'a:1', 'b:1', 'a:2'])
    expect(await getPersonaSummaries(store)).toMatchObject({
      summaries: [
        { persona_id: 'b', session_count: 2, last_updated: '2026-01-04T00:00:00.000Z' },
        { persona_id: 'a', session_count: 2, last_updated: '2026-01-03T00:00:00.000Z' },
      ],
      silent: [],
    })
  })

  test('a persona that is deleted and made again is empty, and of the old one nothing is left (P-F3, P-X15)', async () => {
    const personas = await fresh()
    const { store, places } = personas
    await startAllPersonas(store)
    const before = await places()
    expect(await createPersona(store, 'Robin')).toEqual({ persona: 'Robin', outcome: 'ready', applied: ALL })
    expect(await createPersona(store, 'Robin')).toBeNull()
    expect(await said(personas, 'Robin', 'hello')).toBe(1)
    await inPersona(store, 'Robin', 'write', (on) => saveMemory(on, { content: 'c' }))
    expect(await store.remove('Robin')).toBe(true)
    expect(await places()).toEqual(before)
    expect(await store.remove('Robin')).toBe(false)
    expect(await createPersona(store, 'Robin')).toEqual({ persona: 'Robin', outcome: 'ready', applied: ALL })
    expect(await inPersona(store, 'Robin', 'read', getChatHistory)).toEqual([])
    expect(await inPersona(store, 'Robin', 'read', getAllMemories)).toEqual([])
    expect(await said(personas, 'Robin', 'hello again')).toBe(1)
    await expect(store.remove('default')).rejects.toMatchObject({ rule: 'word' })
  })

  test('deleting a persona to which somebody is writing is refused, in words, and nothing of it is deleted (P-X15)', async () => {
    const personas = await fresh()
    const { store, driver } = personas
    await createPersona(store, 'robin')
    const session = await driver('robin').open('write')
    const writing = await session.begin()
    await writing.run("INSERT INTO chat_sessions (title) VALUES ('half said')")
    await expect(store.remove('robin')).rejects.toMatchObject({ rule: 'conflict', message: expect.stringContaining('robin is in use') })
    await writing.commit()
    expect(await getAllSessions(handle(session))).toMatchObject([{ title: 'half said' }])
    await session.close()
    expect(await store.remove('robin')).toBe(true)
    expect(await store.list()).toEqual([])
  })
})

test.each([
  '',
  'default',
  ':1',
  'default:',
  'default:0',
  'default:01',
  'default:-1',
  'default:1.5',
  'default:9999999999999999',
  '../x:1',
  'a:b:1',
])('%o is no key of a session (P-D5)', (key) => expect(() => parseSessionKey(key)).toThrow(RangeError))

test('what is no session’s id has no key', () => {
  for (const session_id of [0, -1, 1.5, Number.NaN]) expect(() => sessionKey({ persona: 'default', session_id })).toThrow(RangeError)
})
