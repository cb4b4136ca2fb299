// Owns: the text of the lease: a row, a term on the database's clock, a token that only grows.
// Must not know: sessions, how often it is renewed.

import type { Dialect } from '../../model/dialect.ts'
import { quotedTables, type Tables } from './tables.ts'

export interface LeaseSql {
  /** In order: the row, then the attempt. It wins where nobody holds an unexpired term; `read` tells. Repeatable. */
  acquire(owner: string, session: string | undefined, termMs: number): readonly string[]
  /** Rows of `{ token, owner, session, left_ms }`. */
  readonly read: string
  /** Changes a row as long as the lease is still this token's, its term over or not. */
  renew(token: number, termMs: number): string
  /** From now on nothing more may begin under this token; what runs may still be recorded. */
  halt(token: number): string
  /** Ends the term and the token: nothing can be written under it any more, late statements of a lost session included. */
  release(token: number): string
}

export function leaseSql({ identifier, literal, epoch }: Dialect, tables: Tables, line: string): LeaseSql {
  const { lease: l } = quotedTables(tables, identifier)
  const mine = `name = ${literal(line)}`
  const ours = (token: number): string => `${mine} AND token = ${literal(token)}`
  const end = (termMs: number): string => `${epoch} + ${literal(termMs)}`
  return {
    acquire: (owner, session, termMs) => [
      `INSERT INTO ${l} (name) SELECT ${literal(line)} WHERE NOT EXISTS (SELECT 1 FROM ${l} WHERE ${mine})`,
      `UPDATE ${l} SET token = token + 1, owner = ${literal(owner)}, session = ${literal(session ?? null)}, expires_at = ${end(termMs)}, halted = 0 WHERE ${mine} AND expires_at <= ${epoch}`,
    ],
    read: `SELECT token, owner, session, expires_at - ${epoch} AS left_ms FROM ${l} WHERE ${mine}`,
    // A client may count only rows that changed: twice in one millisecond must not look like a lease that is another's.
    renew: (token, termMs) =>
      `UPDATE ${l} SET expires_at = CASE expires_at WHEN ${end(termMs)} THEN ${end(termMs)} + 1 ELSE ${end(termMs)} END WHERE ${ours(token)}`,
    halt: (token) => `UPDATE ${l} SET halted = halted + 1 WHERE ${ours(token)}`,
    release: (token) => `UPDATE ${l} SET token = token + 1, owner = NULL, session = NULL, expires_at = 0, halted = 0 WHERE ${ours(token)}`,
  }
}
