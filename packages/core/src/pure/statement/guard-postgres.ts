// Owns: which statements of PostgreSQL begin or end a transaction, and which refuse to be in one.
// Must not know: problems, migrations, other dialects.

import type { Statement } from '../../model/statement.ts'
import { wordsOf } from '../lexing/words.ts'

/** @see https://www.postgresql.org/docs/current/sql-begin.html and the commands it refers to */
export function postgresControl(first: string, statement: Statement): string | undefined {
  switch (first) {
    case 'BEGIN':
    case 'END':
    case 'ABORT':
      return first
    case 'COMMIT':
      return wordsOf(statement, 2)[1] === 'PREPARED' ? 'COMMIT PREPARED' : first
    case 'ROLLBACK': {
      const words = wordsOf(statement, 3)
      if (words[1] === 'PREPARED') return 'ROLLBACK PREPARED'
      return words.includes('TO') ? undefined : first
    }
    case 'START':
      return wordsOf(statement, 2)[1] === 'TRANSACTION' ? 'START TRANSACTION' : undefined
    case 'PREPARE': {
      // A statement may be prepared under that name; the name of a transaction is a string, in whatever quotes.
      const [, second, third] = wordsOf(statement, 3)
      return second === 'TRANSACTION' && third !== undefined && third !== 'AS' && third !== '(' ? 'PREPARE TRANSACTION' : undefined
    }
    default:
      return undefined
  }
}

/**
 * Only what is refused for certain. What depends on the catalogue (CLUSTER or REINDEX of a partitioned table, DROP
 * SUBSCRIPTION with a slot) the server refuses itself, before it did anything.
 * @see https://www.postgresql.org/docs/current/sql-commands.html: "cannot be executed inside a transaction block"
 */
export function postgresRefuses(first: string, statement: Statement): string | undefined {
  switch (first) {
    case 'VACUUM':
      return first
    case 'CREATE':
      return createRefuses(wordsOf(statement, 400))
    case 'DROP':
      return dropRefuses(wordsOf(statement, 3))
    case 'ALTER':
      return alterRefuses(wordsOf(statement, 400))
    case 'REINDEX':
      return reindexRefuses(wordsOf(statement, 40))
    case 'CLUSTER': {
      // Without a table it goes through all of them.
      const words = wordsOf(statement, 40)
      const rest = words[1] === '(' ? words.slice(words.indexOf(')') + 1) : words.slice(words[1] === 'VERBOSE' ? 2 : 1)
      return rest.length === 0 ? 'CLUSTER' : undefined
    }
    case 'DISCARD':
      return wordsOf(statement, 2)[1] === 'ALL' ? 'DISCARD ALL' : undefined
    default:
      return undefined
  }
}

function createRefuses(words: readonly string[]): string | undefined {
  switch (words[1]) {
    case 'UNIQUE':
      return words[2] === 'INDEX' && words[3] === 'CONCURRENTLY' ? 'CREATE INDEX CONCURRENTLY' : undefined
    case 'INDEX':
      return words[2] === 'CONCURRENTLY' ? 'CREATE INDEX CONCURRENTLY' : undefined
    case 'DATABASE':
    case 'TABLESPACE':
      return `CREATE ${words[1]}`
    case 'SUBSCRIPTION':
      return isOff(words, 'CREATE_SLOT') || isOff(words, 'CONNECT') ? undefined : 'CREATE SUBSCRIPTION'
    default:
      return undefined
  }
}

function dropRefuses(words: readonly string[]): string | undefined {
  if (words[1] === 'DATABASE' || words[1] === 'TABLESPACE') return `DROP ${words[1]}`
  return words[1] === 'INDEX' && words[2] === 'CONCURRENTLY' ? 'DROP INDEX CONCURRENTLY' : undefined
}

const DETACHING = 'ALTER TABLE DETACH PARTITION CONCURRENTLY'

/** It commits that the partition is being detached, and then waits for those who read it. */
export function detachesInSteps(first: string, statement: Statement): boolean {
  return postgresRefuses(first, statement) === DETACHING
}

function alterRefuses(words: readonly string[]): string | undefined {
  switch (words[1]) {
    case 'SYSTEM':
      return 'ALTER SYSTEM'
    case 'DATABASE':
      return words[3] === 'SET' && words[4] === 'TABLESPACE' ? 'ALTER DATABASE SET TABLESPACE' : undefined
    case 'TABLE':
      return words.at(-1) === 'CONCURRENTLY' && words.includes('DETACH') ? DETACHING : undefined
    case 'SUBSCRIPTION':
      if (words[3] === 'REFRESH') return 'ALTER SUBSCRIPTION REFRESH'
      if (words[4] === 'PUBLICATION' && !isOff(words, 'REFRESH')) return `ALTER SUBSCRIPTION ${words[3] ?? ''} PUBLICATION`
      return undefined
    default:
      return undefined
  }
}

function reindexRefuses(words: readonly string[]): string | undefined {
  const options = words[1] === '(' ? words.slice(2, words.indexOf(')')) : []
  const [kind, next] = words[1] === '(' ? words.slice(words.indexOf(')') + 1) : words.slice(words[1] === 'VERBOSE' ? 2 : 1)
  if (kind === 'SCHEMA' || kind === 'DATABASE' || kind === 'SYSTEM') return `REINDEX ${kind}`
  return next === 'CONCURRENTLY' || (options.includes('CONCURRENTLY') && !isOff(options, 'CONCURRENTLY'))
    ? 'REINDEX CONCURRENTLY'
    : undefined
}

/** `option = false`, or `option false`, as options are switched off. */
function isOff(words: readonly string[], option: string): boolean {
  const at = words.indexOf(option)
  if (at === -1) return false
  const value = words[at + 1] === '=' ? words[at + 2] : words[at + 1]
  return value === 'FALSE' || value === 'OFF' || value === '0' || value === "'FALSE'" || value === "'OFF'"
}
