// Owns: migration 001 of the line `assistants`: the table `users`.
// Must not know: the other tables.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { orderedKey } from '../../../sql/ordered-key.ts'

/** `email` is unique as it is written; the functions write it trimmed and in small letters. */
export function usersTable(names: Names): AgentMigration {
  return {
    id: '001_users',
    description: 'Create users',
    createdAt: new Date('2026-11-29T08:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('users')} (
        ${orderedKey(words).first},
        email ${words.name(255)} UNIQUE,
        phone_number ${words.name(50)},
        user_data ${words.json('user_data')},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now}${orderedKey(words).last}
      )${words.options}`,
      `CREATE INDEX ${words.object('idx_users_phone_number')} ON ${words.table('users')}(phone_number)`,
    ]),
    down: script(names, (words) => [...words.dropIndexIfExists('idx_users_phone_number'), `DROP TABLE IF EXISTS ${words.table('users')}`]),
  }
}
