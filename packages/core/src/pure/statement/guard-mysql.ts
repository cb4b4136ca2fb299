// Owns: which statements of MySQL and MariaDB begin or end a transaction, or keep what is written from the replicas.
// Must not know: problems, migrations, other dialects.

import type { Statement } from '../../model/statement.ts'
import { wordsOf } from '../lexing/words.ts'

/** @see https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html */
export function mysqlControl(first: string, statement: Statement): string | undefined {
  switch (first) {
    case 'COMMIT':
      return first
    case 'BEGIN':
      // BEGIN NOT ATOMIC is a compound statement of MariaDB.
      return wordsOf(statement, 2)[1] === 'NOT' ? undefined : first
    case 'ROLLBACK':
      return wordsOf(statement, 3).includes('TO') ? undefined : first
    case 'START':
      return wordsOf(statement, 2)[1] === 'TRANSACTION' ? 'START TRANSACTION' : undefined
    case 'XA':
      return 'XA'
    case 'LOCK':
    case 'UNLOCK': {
      // They end the transaction, and while they hold, our own tables cannot be written.
      const second = wordsOf(statement, 2)[1]
      return second === 'TABLES' || second === 'TABLE' ? `${first} TABLES` : undefined
    }
    case 'BACKUP': {
      // Of MariaDB: while a stage or a lock of it holds, this session cannot write.
      const second = wordsOf(statement, 2)[1]
      return second === 'STAGE' || second === 'LOCK' || second === 'UNLOCK' ? `BACKUP ${second}` : undefined
    }
    case 'FLUSH': {
      const words = wordsOf(statement, statement.tokens.length)
      // MariaDB takes more behind it, AND DISABLE CHECKPOINT.
      const locks = words.some((word, at) => word === 'WITH' && words[at + 1] === 'READ' && words[at + 2] === 'LOCK')
      if (locks) return 'FLUSH TABLES WITH READ LOCK'
      return words.at(-1) === 'EXPORT' ? 'FLUSH TABLES FOR EXPORT' : undefined
    }
    case 'SET':
      return sets('autocommit', statement) ? 'SET autocommit' : undefined
    default:
      return undefined
  }
}

const REPLICATING = ['sql_log_bin', 'wsrep_on'] as const

/**
 * The variable that it sets for the session, which would keep the records of its statements from replicas or nodes too. Not SET
 * STATEMENT … FOR, after which it is as before.
 */
export function mysqlUnreplicated(first: string, statement: Statement): (typeof REPLICATING)[number] | undefined {
  if (first !== 'SET' || wordsOf(statement, 2)[1] === 'STATEMENT') return undefined
  return REPLICATING.find((name) => sets(name, statement))
}

/** `name`: of a variable, in small letters. */
function sets(name: string, statement: Statement): boolean {
  const words = wordsOf(statement, statement.tokens.length)
  const plain = name.toUpperCase()
  return words.some((word, at) => {
    if ((word !== plain && word !== `\`${plain}\``) || (words[at + 1] !== '=' && words[at + 1] !== ':=')) return false
    const before = words[at - 1] === '.' ? words[at - 2] : words[at - 1]
    // A user variable of that name, or the default for later sessions.
    return before !== '@' && before !== 'GLOBAL' && before !== 'PERSIST' && before !== 'PERSIST_ONLY'
  })
}

/**
 * What does not end the transaction that it is in. Not CALL: a procedure may hold anything. Not SET: most of it is of the
 * session, not of the transaction, and some of it ends that.
 */
const SHARES: ReadonlySet<string> = new Set(
  'INSERT UPDATE DELETE REPLACE SELECT WITH VALUES DO ( EXPLAIN SAVEPOINT RELEASE ROLLBACK'.split(' '),
)

/** @see https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html */
export function mysqlShares(first: string, statement: Statement): boolean {
  // Not LOAD INDEX INTO CACHE.
  return SHARES.has(first) || (first === 'LOAD' && /^(?:DATA|XML)$/.test(wordsOf(statement, 2)[1] ?? ''))
}

/** They end with what they say. Everything else runs statements of others, or is none that is known. */
const SAY_IT_ALL: ReadonlySet<string> = new Set(
  'ALTER ANALYZE CHECK CREATE DEALLOCATE DROP FLUSH GRANT INSTALL LOAD OPTIMIZE PREPARE RENAME REPAIR RESET REVOKE SHOW TRUNCATE USE'.split(
    ' ',
  ),
)

/** Whether a statement that runs by itself may leave a transaction open behind it, or autocommit off. */
export function mysqlMayLeaveOpen(first: string, statement: Statement): boolean {
  if (first === 'SET') return wordsOf(statement, 2)[1] === 'STATEMENT'
  return !SAY_IT_ALL.has(first)
}
