// Owns: what the server's tag at the end of a statement means.
// Must not know: who sent the statement.

import { postgres, split } from '@godwit/core/driver'
import type { Tag } from './channel.ts'

/** @see https://www.postgresql.org/docs/current/protocol-message-formats.html: CommandComplete */
export function affectedBy(tag: Tag): number {
  const count = /^(?:INSERT \d+|UPDATE|DELETE|MERGE) (\d+)$/.exec(tag)?.[1]
  return count === undefined ? 0 : Number(count)
}

/** Whether the statement left the session in a transaction that was not there before. */
export function beginsTransaction(tag: Tag): boolean {
  return tag === 'BEGIN' || tag === 'START TRANSACTION'
}

/** Whether the statement ended the transaction around it. `ROLLBACK TO` a savepoint, which does not, has the same tag. */
export function endsTransaction(tag: Tag, text: string): boolean {
  if (tag === 'COMMIT' || tag === 'PREPARE TRANSACTION') return true
  if (tag !== 'ROLLBACK') return false
  const splitting = split(text, postgres.lexis)
  const tokens = splitting.ok ? splitting.statements[0]?.tokens : undefined
  return tokens?.some((token) => token.toUpperCase() === 'TO') !== true
}

/** Whether a statement that ended with this tag can have left something behind in the session itself. */
export function mayMarkSession(tag: Tag): boolean {
  return !/^(?:SELECT|SHOW|BEGIN|COMMIT|ROLLBACK)\b/.test(tag)
}
