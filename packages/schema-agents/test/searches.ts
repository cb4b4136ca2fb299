// Owns: what a search asks of a long table, and which indexes may answer it.
// Must not know: which line it is of.

import type { Handle, PerDialect } from '../src/index.ts'
import type { Filled } from './planned.ts'

export type Search = (on: Handle, words: string, session?: number) => Promise<unknown>

/** The indexes of a session's rows. `also`: others that may answer, in a session or without. */
export function searches(
  search: Search,
  table: string,
  { sqlite, postgres, mysql }: PerDialect<string>,
  also: readonly string[] = [],
): Filled['asked'] {
  const words = `${table}_search`
  const every = { sqlite: ['id', ...also], postgres: [words, 'id', `${table}_seq_key`, ...also], mysql: [words, 'id', 'seq', ...also] }
  const rows = { [table]: every, [words]: [words] }
  // Of few rows PostgreSQL may take any index of a session, and put them into order.
  const own = table === 'chat_messages' ? ['ix_chat_messages_session_id', 'ix_chat_messages_session_id_created_time'] : []
  const ofSession = {
    [table]: { sqlite: [sqlite, 'id'], postgres: [postgres, ...own, ...every.postgres], mysql: [mysql, words] },
    [words]: [words],
  }
  return {
    'a rare word': { send: (on) => search(on, 'rare7'), through: rows, words, sorted: 'always', read: 400 },
    'a word that all have': { send: (on) => search(on, 'fox'), through: rows, words, read: 250 },
    'a word that the oldest have': { send: (on) => search(on, 'bygone'), through: rows, words, sorted: 'always' },
    'a rare word of a session': { send: (on, n) => search(on, 'rare7', n), through: ofSession, words, sorted: 'always' },
    'a word that all have, of a session': {
      send: (on, n) => search(on, 'fox', n),
      through: ofSession,
      words,
      sorted: 'always',
      read: 250,
    },
  }
}
