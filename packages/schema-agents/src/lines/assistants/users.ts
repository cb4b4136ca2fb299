// Owns: what a program does with users.
// Must not know: what refers to them, clients.

import { locked } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { insertOnce } from '../../sql/insert-once.ts'
import { type Json, text } from '../../sql/kind.ts'
import { assertNamed } from '../../sql/named.ts'
import { newId } from '../../sql/new-id.ts'
import { type NumberedPage, windowOfPage } from '../../sql/numbered-page.ts'
import type { Listed, Onward, Page } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { patch } from '../../sql/patch.ts'
import { sql } from '../../sql/query.ts'
import { asRead, assigned, selected, values } from '../../sql/table.ts'
import { emailOf, tidied } from './email.ts'
import { safeUuid } from './ids.ts'
import { userPage, userQueries } from './queries/user-queries.ts'
import type { UserRow } from './rows.ts'
import { type Timed, users } from './tables.ts'
import { atPath, merged } from './user-data.ts'

export type User = UserRow

export type NewUser = Partial<Omit<User, 'created_at' | 'updated_at'>>

export type UserChanges = Omit<NewUser, 'id'>

const CHANGES = ['email', 'phone_number', 'user_data'] as const

const byEmail = sql`SELECT ${selected(users)} FROM ${users} WHERE email = ${values(users, 'email')} ${locked}`
const current = sql`${userQueries.getById} ${locked}`
const once = { insert: userQueries.insert, there: byEmail }

/**
 * Where there is a user of that email, he is changed in what is given and keeps the rest, his id too. Rejects with `NotAllowed`
 * `word` on a blank email, and with a `DriverError` where the id is another's.
 */
export async function createUser(on: Handle, given: NewUser): Promise<User> {
  assertNamed(given, 'user')
  const now = new Date().toISOString()
  const user: User = {
    id: given.id ?? newId(),
    email: emailOf(given.email ?? null),
    phone_number: given.phone_number ?? null,
    user_data: given.user_data ?? null,
    created_at: now,
    updated_at: now,
  }
  if (user.email === null) {
    await change(on, userQueries.insert, user)
    return asRead(users, user)
  }
  return on.transaction(async (inside) => {
    const there = await insertOnce<Timed<UserRow>, User>(inside, once, user)
    // An id of the caller's own may be that of the user who is there.
    if (given.id === undefined && there.id === user.id) return there
    const { id: _, email: __, ...changes } = given
    return (await updateUser(inside, there.id, changes)) ?? there
  })
}

/** Null where there is none of that id. */
export async function getUser(on: Handle, id: string): Promise<User | null> {
  return first(on, userQueries.getById, { id })
}

/** However the email is written: it is trimmed and in small letters. */
export async function getUserByEmail(on: Handle, email: string): Promise<User | null> {
  return first(on, userQueries.getByEmail, { email: tidied(email) })
}

/**
 * By id, a UUID also in capitals, else by email, else by telephone number, whatever blanks are around it; of several who have that, the one created first. Null
 * also where it is too long for any of them.
 */
export async function getUserByIdentifier(on: Handle, identifier: string): Promise<User | null> {
  text.encode(identifier, 'identifier')
  const given = identifier.trim()
  const uuid = safeUuid(given)
  return (
    (given.length > 191 ? null : await getUser(on, given)) ??
    (uuid === null || uuid === given ? null : await getUser(on, uuid)) ??
    (given.length > 255 ? null : await getUserByEmail(on, given)) ??
    (given.length > 50 ? null : await first(on, userQueries.getByPhoneNumber, { phone_number: given }))
  )
}

/** In the order in which they were created. */
export async function listUsers(on: Handle, page: NumberedPage = {}): Promise<Listed<User>> {
  const rows = await all(on, userQueries.list, windowOfPage(page))
  const counted = await first(on, userQueries.count, {})
  return { rows, total: counted?.total ?? 0 }
}

/** The same from page to page. */
export async function listUsersPage(on: Handle, onward: Onward = {}): Promise<Page<User>> {
  return paged(on, userPage, {}, onward)
}

/**
 * Changes what is named and leaves the rest. Null where there is none of that id. Rejects with a `DriverError` where another has
 * that email.
 */
export async function updateUser(on: Handle, id: string, changes: UserChanges): Promise<User | null> {
  const names = patch<UserChanges>(changes, CHANGES)
  const update = sql`UPDATE ${users} SET ${assigned(users, ...names, 'updated_at')} WHERE id = ${values(users, 'id')}`
  const email = changes.email === undefined ? {} : { email: emailOf(changes.email) }
  return on.transaction(async (inside) => {
    await change(inside, update, { ...changes, ...email, id, updated_at: new Date() } as Parameters<typeof update.bind>[1])
    return first(inside, current, { id })
  })
}

/**
 * Merges into what is there, level by level: lists and null take the place of what was. `path`: where to, `preferences.colours`
 * say; levels that are missing are made. The row is locked meanwhile, so that of two changes to different keys both stay. Null
 * where there is none of that id.
 */
export async function updateUserData(
  on: Handle,
  id: string,
  updates: { readonly [key: string]: Json },
  path?: string,
): Promise<User | null> {
  assertNamed(updates, 'updates')
  if (path !== undefined) text.encode(path, 'path')
  return on.transaction(async (inside) => {
    const user = await first(inside, current, { id })
    if (user === null) return null
    return updateUser(inside, id, { user_data: merged(user.user_data, path === undefined ? updates : atPath(path, updates)) })
  })
}

/** With him go his memories; his sessions and messages stay, without a user. False where there is none of that id. */
export async function deleteUser(on: Handle, id: string): Promise<boolean> {
  return (await change(on, userQueries.delete, { id })) > 0
}

/** The user of that id, else of that email, else a new one; one who is there stays as he is. Ten at once get the same. */
export async function ensureDefaultUserExists(on: Handle, id?: string, email = 'admin@automagik'): Promise<User> {
  const there = (id === undefined ? null : await getUser(on, id)) ?? (await getUserByEmail(on, email))
  return there ?? createUser(on, { ...(id === undefined ? {} : { id }), email })
}
