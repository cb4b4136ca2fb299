// Owns: A-F5, what a program does with users, with the same answers on every engine.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { expect, test } from 'vitest'
import { assistants } from '../../src/index.ts'
import {
  createUser,
  deleteUser,
  ensureDefaultUserExists,
  getUser,
  getUserByEmail,
  getUserByIdentifier,
  listUsers,
  updateUser,
  updateUserData,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const email = (): string => `${randomUUID()}@example.org`

onEveryEngine(assistants, (database) => {
  test('A-T1: a user has six columns and is read back as he was written', async () => {
    const on = database.handle()
    const created = await createUser(on, { email: email(), phone_number: '+49 30 1', user_data: { name: 'Ada' } })
    expect(Object.keys(created)).toEqual(['id', 'email', 'phone_number', 'user_data', 'created_at', 'updated_at'])
    expect(created.id).toMatch(UUID)
    expect(created.created_at).toMatch(MOMENT)
    expect(await getUser(on, created.id)).toEqual(created)
  })

  test('A-F5: an email is one, however it is written', async () => {
    const on = database.handle()
    const own = email()
    const { id } = await createUser(on, { email: `  ${own.toUpperCase()} ` })
    expect(await getUserByEmail(on, own)).toMatchObject({ id, email: own })
    expect(await getUserByEmail(on, ` ${own.toUpperCase()}`)).toMatchObject({ id })
    expect((await createUser(on, { email: own })).id).toBe(id)
  })

  test('A-D6: a user created again with his email keeps what is not given, and takes what is', async () => {
    const on = database.handle()
    const own = email()
    const first = await createUser(on, { email: own, phone_number: '1', user_data: { a: 1 } })
    const second = await createUser(on, { email: own, user_data: { b: 2 } })
    expect(second).toEqual({ ...first, user_data: { b: 2 }, updated_at: second.updated_at })
    expect(await createUser(on, { id: randomUUID(), email: own, phone_number: null })).toMatchObject({ id: first.id, phone_number: null })
    expect(await createUser(on, { id: first.id, email: own, phone_number: '3' })).toMatchObject({ id: first.id, phone_number: '3' })
  })

  test('A-F5: a user is found by id, by email and by telephone number', async () => {
    const on = database.handle()
    const phone_number = randomUUID()
    const user = await createUser(on, { email: email(), phone_number })
    await createUser(on, { phone_number })
    expect(await getUserByIdentifier(on, user.id)).toEqual(user)
    expect(await getUserByIdentifier(on, user.email ?? '')).toEqual(user)
    expect(await getUserByIdentifier(on, phone_number)).toEqual(user)
    for (const known of [user.id, user.email, phone_number]) expect(await getUserByIdentifier(on, ` ${known} `)).toEqual(user)
    expect(await getUserByIdentifier(on, user.id.toUpperCase())).toEqual(user)
    for (const unknown of ['nobody', '', ' ', 'x'.repeat(300)]) expect(await getUserByIdentifier(on, unknown)).toBeNull()
  })

  test('A-F5: a list is in the order of creation, in pages, with a total', async () => {
    const on = database.handle()
    const before = (await listUsers(on, { page_size: 0 })).total
    const ids: string[] = []
    for (let n = 0; n < 11; n++) ids.push((await createUser(on, {})).id)
    expect(await listUsers(on, { page_size: 0 })).toEqual({ rows: [], total: before + 11 })
    const all = (await listUsers(on, { page_size: before + 11 })).rows.map(({ id }) => id)
    expect(all.slice(before)).toEqual(ids)
    const second = await listUsers(on, { page: 2, page_size: before + 10 })
    expect(second).toMatchObject({ rows: [{ id: ids[10] }], total: before + 11 })
  })

  test('A-D10: page 0, a half page and a negative size are refused by name', async () => {
    const on = database.handle()
    await expect(listUsers(on, { page: 0 })).rejects.toThrow('page takes a whole number from 1, not 0')
    await expect(listUsers(on, { page: 1.5 })).rejects.toThrow('page takes a whole number')
    await expect(listUsers(on, { page_size: -1 })).rejects.toThrow('page_size takes a whole number from 0, not -1')
  })

  test('A-D9: who is not there is null or false', async () => {
    const on = database.handle()
    expect(await getUser(on, 'nobody')).toBeNull()
    expect(await getUserByEmail(on, 'nobody')).toBeNull()
    expect(await updateUser(on, 'nobody', { email: null })).toBeNull()
    expect(await updateUserData(on, 'nobody', { a: 1 })).toBeNull()
    expect(await deleteUser(on, 'nobody')).toBe(false)
  })

  test('a change leaves alone what it does not name, and null is null', async () => {
    const on = database.handle()
    const created = await createUser(on, { email: email(), phone_number: '', user_data: {} })
    expect(created).toMatchObject({ phone_number: '', user_data: {} })
    const changed = await updateUser(on, created.id, { phone_number: null })
    expect(changed).toEqual({ ...created, phone_number: null, updated_at: changed?.updated_at })
    const other = email()
    expect(await updateUser(on, created.id, { email: ` ${other.toUpperCase()}` })).toMatchObject({ email: other })
  })

  test('an email or an id that is another’s, a blank email and an unknown column are refused', async () => {
    const on = database.handle()
    const one = await createUser(on, { email: email() })
    const two = await createUser(on, { email: email() })
    await expect(updateUser(on, two.id, { email: one.email })).rejects.toSatisfy(isDriverError)
    await expect(createUser(on, { id: one.id, email: email() })).rejects.toSatisfy(isDriverError)
    await expect(createUser(on, { id: one.id })).rejects.toSatisfy(isDriverError)
    expect(await getUser(on, one.id)).toEqual(one)
    await expect(createUser(on, { email: '  ' })).rejects.toMatchObject({ name: 'NotAllowed', rule: 'word' })
    await expect(updateUser(on, one.id, { id: 'x' } as never)).rejects.toThrow(/^id cannot be changed/)
  })

  test('A-X12: user data is merged level by level, and lists and null take the place of what was', async () => {
    const on = database.handle()
    const { id } = await createUser(on, { user_data: { preferences: { theme: 'light', size: 2 }, tags: ['a', 'b'], keep: 0 } })
    await updateUserData(on, id, { preferences: { theme: 'dark' }, tags: ['c'] })
    const changed = await updateUserData(on, id, { size: null }, 'preferences')
    expect(changed?.user_data).toEqual({ preferences: { theme: 'dark', size: null }, tags: ['c'], keep: 0 })
  })

  test('A-F5: a path makes the levels that are missing, and one that is no object gives way', async () => {
    const on = database.handle()
    const { id } = await createUser(on, { user_data: { a: 1 } })
    expect((await updateUserData(on, id, { d: true }, 'a.b.c'))?.user_data).toEqual({ a: { b: { c: { d: true } } } })
    const { id: empty } = await createUser(on, {})
    expect((await updateUserData(on, empty, { a: 1 }))?.user_data).toEqual({ a: 1 })
  })

  test('a key that is called __proto__ is a key', async () => {
    const on = database.handle()
    const { id } = await createUser(on, {})
    await updateUserData(on, id, JSON.parse('{"__proto__": {"admin": true}}') as never)
    await updateUserData(on, id, JSON.parse('{"__proto__": {"more": 1}, "constructor": {"x": 1}}') as never)
    const data = (await getUser(on, id))?.user_data
    expect(JSON.stringify(data)).toBe('{"__proto__":{"admin":true,"more":1},"constructor":{"x":1}}')
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test('A-X12: ten who change different keys at once lose nothing', async () => {
    const { id } = await createUser(database.handle(), { user_data: { kept: true } })
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    await Promise.all(connections.map((on, n) => updateUserData(on, id, { [`key${n}`]: n, all: { [`inner${n}`]: n } })))
    const numbers = Array.from({ length: 10 }, (_, n) => n)
    expect((await getUser(database.handle(), id))?.user_data).toEqual({
      kept: true,
      all: Object.fromEntries(numbers.map((n) => [`inner${n}`, n])),
      ...Object.fromEntries(numbers.map((n) => [`key${n}`, n])),
    })
  })

  test('ten who create the same user at once get the same', async () => {
    const own = email()
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const made = await Promise.all(connections.map((on, n) => createUser(on, { email: own, user_data: { n } })))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  })

  test('A-F5: the default user is made once, also by ten at once, and stays as he is', async () => {
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const made = await Promise.all(connections.map((on) => ensureDefaultUserExists(on)))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(made[0]).toMatchObject({ email: 'admin@automagik' })
    const own = randomUUID()
    const same = await Promise.all(connections.map((on) => ensureDefaultUserExists(on, own, `${own}@example.org`)))
    expect(new Set(same.map(({ id }) => id))).toEqual(new Set([own]))
    const on = database.handle()
    const before = await updateUser(on, own, { user_data: { a: 1 } })
    expect(await ensureDefaultUserExists(on, own)).toEqual(before)
    expect(await ensureDefaultUserExists(on, 'another', `${own}@example.org`)).toEqual(before)
  })
})
