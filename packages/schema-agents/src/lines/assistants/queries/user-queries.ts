// Owns: the queries on the table `users`, and what their parameters are.
// Must not know: clients.

import { exact } from '../../../sql/exact.ts'
import { amount, integer } from '../../../sql/kind.ts'
import { everywhere } from '../../../sql/place.ts'
import { type Query, sql } from '../../../sql/query.ts'
import { assigned, computed, into, selected, slot, values } from '../../../sql/table.ts'
import { type ByNumber, type Limited, UP, type Walk, walkByNumber } from '../../../sql/walk.ts'
import type { UserRow } from '../rows.ts'
import { type Timed, users } from '../tables.ts'

/** A query's parameters are listed in the order in which they are bound, on every dialect the same. Emails are looked up as given. */
export interface UserQuerySet {
  /** `id, email, phone_number, user_data, created_at, updated_at`. */
  readonly insert: Query<Timed<UserRow>, unknown>
  /** `email, phone_number, user_data, updated_at, id`. Sets all of them. */
  readonly update: Query<Omit<Timed<UserRow>, 'created_at'>, unknown>
  /** `id` → `UserRow`. */
  readonly getById: Query<Pick<UserRow, 'id'>, UserRow>
  /** `email` → `UserRow`. */
  readonly getByEmail: Query<{ readonly email: string }, UserRow>
  /** `phone_number` → `UserRow`s in the order of their making: nothing makes it unique. */
  readonly getByPhoneNumber: Query<{ readonly phone_number: string }, UserRow>
  /** `limit, offset` → `UserRow`s in the order of their making. */
  readonly list: Query<{ readonly limit: number; readonly offset: number }, UserRow>
  /** `arrival, limit` → the same with `arrival`: those behind that one, from the beginning `0`. */
  readonly listPage: Query<ByNumber & Limited, UserRow & ByNumber>
  /** No parameters → `{ total }`. */
  readonly count: Query<unknown, { readonly total: number }>
  /** `id`. The user's memories go too; sessions and messages stay without a user. */
  readonly delete: Query<Pick<UserRow, 'id'>, unknown>
}

const id = values(users, 'id')

export const userPage: Walk<unknown, UserRow, ByNumber> = walkByNumber({
  list: 'assistants.users',
  select: selected(users),
  from: sql`FROM ${users}`,
  number: everywhere('seq'),
  going: UP,
})

export const userQueries: UserQuerySet = {
  insert: sql`INSERT INTO ${users} (${into(users)}) VALUES (${values(users)})`,
  update: sql`UPDATE ${users} SET ${assigned(users, 'email', 'phone_number', 'user_data', 'updated_at')} WHERE id = ${id}`,
  getById: sql`SELECT ${selected(users)} FROM ${users} WHERE id = ${id}`,
  getByEmail: sql`SELECT ${selected(users)} FROM ${users} WHERE ${exact('email', users.columns.email)}`,
  getByPhoneNumber: sql`SELECT ${selected(users)} FROM ${users} WHERE ${exact('phone_number', users.columns.phone_number)} ORDER BY seq`,
  list: sql`SELECT ${selected(users)} FROM ${users} ORDER BY seq LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`,
  listPage: userPage.query,
  count: sql`SELECT ${computed('total', integer, 'COUNT(*)')} FROM ${users}`,
  delete: sql`DELETE FROM ${users} WHERE id = ${id}`,
}
