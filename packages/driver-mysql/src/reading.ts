// Owns: what has to be known of a text before the server may have it.
// Must not know: connections, messages.

import { mysql, split } from '@godwit/core/driver'
import { plainKeyword } from './plain-keyword.ts'
import { refusal } from './refusal.ts'

export interface Reading {
  /** The statement without what surrounds it: behind a comment to the end of the line nothing would be read. Empty for none. */
  readonly text: string
  /** In capitals; empty where it begins with an executable comment. */
  readonly keyword: string
  /**
   * `ok`: whatever rows it gives, one answer without rows is its end. `any`: it may end with rows, with nothing behind them
   * that tells how it went; then nothing may follow it in a message.
   */
  readonly ends: 'ok' | 'any'
  /** Whether it changes rows and gives rows. */
  readonly returning: 'yes' | 'no'
}

/** Words that begin statements which end with an answer without rows; everything else is taken to end somehow. */
const ENDS_WITH_OK: ReadonlySet<string> = new Set(
  `ALTER BEGIN CALL COMMIT CREATE DEALLOCATE DELETE DO DROP FLUSH GRANT INSERT LOCK PREPARE RELEASE RENAME REPLACE REVOKE ROLLBACK
  SAVEPOINT SET START TRUNCATE UNLOCK UPDATE USE`.split(/\s+/),
)
const CHANGES_ROWS: ReadonlySet<string> = new Set(['CALL', 'DELETE', 'EXECUTE', 'INSERT', 'LOAD', 'REPLACE', 'UPDATE', 'WITH'])

/**
 * Throws `DriverError` where the server might read more than one statement: it would run the first, and whatever else it
 * finds. What cannot be read and has no semicolon is left to the server, whose words are better.
 */
export function read(text: string): Reading {
  return readPlain(text) ?? readTokens(text)
}

/** Words of a statement that begins with the key and ends in another way than most of them; anywhere in it, to be sure. */
const UNUSUAL: Readonly<Record<string, RegExp>> = { ALTER: /PARTITION/i, SET: /STATEMENT/i }

/** As `readTokens` would. Undefined where that has to look. */
function readPlain(text: string): Reading | undefined {
  const keyword = plainKeyword(text)
  if (keyword === undefined || !ENDS_WITH_OK.has(keyword)) return undefined
  if (/RETURNING/i.test(text) || UNUSUAL[keyword]?.test(text) === true) return undefined
  return { text, keyword, ends: 'ok', returning: 'no' }
}

export function readTokens(text: string): Reading {
  if (text.includes('\0')) throw refusal('syntax', 'The statement holds a NUL character.')
  const splitting = split(text, mysql.lexis)
  if (!splitting.ok && !text.includes(';')) return { text, keyword: '', ends: 'any', returning: 'no' }
  if (!splitting.ok) throw refusal('syntax', `The statement cannot be read: ${splitting.reason}.`)
  const [statement, ...others] = splitting.statements
  if (others.length > 0) throw refusal('syntax', 'The text holds more than one statement.')
  if (statement === undefined) return { text: '', keyword: '', ends: 'any', returning: 'no' }
  const words = statement.tokens.map((token) => token.toUpperCase())
  const keyword = words[0]?.startsWith('/*') === false ? words[0] : ''
  const returning = words.includes('RETURNING') ? 'yes' : 'no'
  return { text: statement.text, keyword, ends: returning === 'no' && endsWithOk(keyword, words) ? 'ok' : 'any', returning }
}

/** Whether the rows that it counts were inserted, changed or deleted: ALTER TABLE counts those that it copied. */
export function changesRows({ keyword }: Reading): boolean {
  return CHANGES_ROWS.has(keyword)
}

function endsWithOk(keyword: string, words: readonly string[]): boolean {
  // ALTER TABLE … CHECK PARTITION gives a report; SET STATEMENT … FOR gives what the statement behind it gives.
  if (keyword === 'ALTER')
    return !words.includes('PARTITION') || !['ANALYZE', 'CHECK', 'OPTIMIZE', 'REPAIR'].some((word) => words.includes(word))
  if (keyword === 'SET') return words[1] !== 'STATEMENT'
  // INTO is a reserved word: into variables or a file, and no rows to us.
  if (keyword === 'SELECT') return words.includes('INTO')
  return ENDS_WITH_OK.has(keyword)
}
