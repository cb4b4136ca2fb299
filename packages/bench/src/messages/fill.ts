// Owns: a million messages in few statements: a long session, an old one that nobody writes to any more, and thousands of short ones.
// Must not know: clocks, what is asked of them.

import type { Family } from '../workload.ts'

export const ROWS: number = 1_000_000
/** A tenth of all, spread over the whole time. */
export const HOT: number = 1
/** A four-hundredth, all of it older than anything else. */
export const COLD: number = 2
/** In the middle of the long session. */
export const MIDDLE: number = ROWS / 2

const SESSION = `CASE WHEN n <= ${ROWS / 400} THEN ${COLD} WHEN n % 10 = 0 THEN ${HOT} ELSE n - n % 55 + 10 END`
const BODY = 'The quick brown fox jumps over the lazy dog and goes on. '.repeat(5).padEnd(290, 'x')
/** In so many messages is each of the words `rare0`, `rare1`, …: a prime, so that they are in every session. */
const RARE = 20_011
const DIGIT = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `SELECT ${digit} AS x`).join(' UNION ALL ')

/** For databases that have the lines `agents` and `chat`. Every message has `fox`, the oldest tenth `bygone`, and fifty `rare7`. */
export function filling(family: Family): readonly string[] {
  const named = family === 'mysql' ? `CONCAT('s', ${SESSION})` : `'s' || (${SESSION})`
  const isUser = family === 'postgres' ? 'n % 2 = 0' : 'CASE WHEN n % 2 = 0 THEN 1 ELSE 0 END'
  const words = [`' rare'`, `n % ${RARE}`, `CASE WHEN n <= ${ROWS / 10} THEN ' bygone' ELSE '' END`]
  const message =
    family === 'mysql' ? `CONCAT('${BODY}', ${words.join(', ')})` : `'${BODY}' || ${words.map((word) => `(${word})`).join(' || ')}`
  const digits = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, Math.log10(ROWS))
  return [
    'CREATE TABLE numbers (n INTEGER PRIMARY KEY)',
    `INSERT INTO numbers SELECT ${digits.map((digit, place) => `${10 ** place} * ${digit}.x`).join(' + ')} + 1
      FROM ${digits.map((digit) => `(${DIGIT}) ${digit}`).join(', ')}`,
    `INSERT INTO agents (id, name, model) VALUES ('a', 'a', 'm')`,
    `INSERT INTO sessions (id, main_agent_id) SELECT ${named}, 'a' FROM numbers GROUP BY 1`,
    `INSERT INTO session_logs (session_id, role, type, content) SELECT ${named}, 'user', 'message', '"${BODY}"' FROM numbers ORDER BY n`,
    `INSERT INTO chat_sessions (id, last_memory_message_id) SELECT ${SESSION}, ${MIDDLE} FROM numbers GROUP BY 1`,
    `INSERT INTO chat_messages (session_id, message, is_user) SELECT ${SESSION}, ${message}, ${isUser} FROM numbers ORDER BY n`,
    'DROP TABLE numbers',
  ]
}

const TABLES = ['sessions', 'session_logs', 'chat_sessions', 'chat_messages']
/** Brings statistics up to date. */
export const ANALYZING: { readonly [family in Family]: readonly string[] } = {
  sqlite: ['ANALYZE'],
  postgres: TABLES.map((table) => `VACUUM (ANALYZE) ${table}`),
  mysql: TABLES.map((table) => `ANALYZE TABLE ${table}`),
}
