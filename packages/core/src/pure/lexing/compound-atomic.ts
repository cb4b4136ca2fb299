// Owns: where the body of a PostgreSQL routine in standard SQL begins and ends, and where COPY would want data.
// Must not know: texts, other dialects. Bodies in dollar quotes are strings and need nobody.

import type { Follower, Shape } from './compound.ts'

/**
 * As in SQLite's triggers, END closes `BEGIN ATOMIC` only behind a semicolon or ATOMIC itself. Counting CASE and END, as
 * psql does, goes wrong on `SELECT 1 AS end`. A body may hold a CREATE FUNCTION with a body of its own.
 * @see https://www.postgresql.org/docs/current/sql-createfunction.html
 */
export function followAtomic(): Follower {
  let state: 'head' | 'create' | 'routine' | 'begin' | 'statement' | 'copy' | 'copy-from' = 'head'
  let bodies = 0
  let parentheses = 0

  const open = (): Shape => (bodies > 0 ? 'body' : 'undecided')
  /** A statement that has no body. Inside a body we wait for the next one. */
  const plain = (): Shape => {
    state = 'statement'
    return bodies > 0 ? 'body' : 'plain'
  }

  return {
    begin: () => {
      state = 'head'
      bodies = 0
      parentheses = 0
    },
    feed: (kind, word): Shape => {
      if (kind === 'open') parentheses++
      else if (kind === 'close') parentheses--
      if (parentheses > 0) return open()
      if (kind === 'semicolon') {
        state = 'head'
        return open()
      }
      switch (state) {
        case 'head':
          if (word === 'END' && bodies > 0) {
            state = 'statement'
            return --bodies > 0 ? 'body' : 'closed'
          }
          if (word === 'COPY' && bodies === 0) state = 'copy'
          else if (word === 'CREATE') state = 'create'
          else return plain()
          return open()
        case 'create':
          if (word === 'FUNCTION' || word === 'PROCEDURE') state = 'routine'
          else if (word !== 'OR' && word !== 'REPLACE') return plain()
          return open()
        case 'routine':
          if (word === 'BEGIN') state = 'begin'
          return open()
        case 'begin':
          if (word === 'ATOMIC') {
            bodies++
            state = 'head'
          } else if (word !== 'BEGIN') state = 'routine'
          return open()
        case 'copy':
          if (word === 'FROM') state = 'copy-from'
          return 'undecided'
        case 'copy-from':
          return word === 'STDIN' ? 'copy-from-stdin' : 'plain'
        case 'statement':
          return bodies > 0 ? 'body' : 'closed'
        default:
          return state satisfies never
      }
    },
  }
}
