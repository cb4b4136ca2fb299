// Owns: the text of the lease: a row, a term on the database's clock, a token that only grows.
// Must not know: sessions, how often it is renewed.

import type { Dialect } from '../model/dialect.ts'
import type { Tables } from './tables.ts'

export interface LeaseSql {
  /** Repeatable. */
  readonly ensure: string
  /** Wins where it matches a row: nobody holds an unexpired term. */
  acquire(owner: string, session: string | undefined, ttlMs: number): string
  /** Rows of `{ token, owner, session, left_ms }`. */
  readonly read: string
  /** Matches a row as long as the term is still ours, expired or not. */
  renew(token: number, ttlMs: number): string
  release(token: number): string
}

export function leaseSql({ identifier, literal, epoch }: Dialect, { lease }: Tables, line: string): LeaseSql {
  const l = identifier(lease)
  const mine = `name = ${literal(line)}`
  return {
    ensure: `INSERT INTO ${l} (name) SELECT ${literal(line)} WHERE NOT EXISTS (SELECT 1 FROM ${l} WHERE ${mine})`,
    acquire: (owner, session, ttlMs) =>
      `UPDATE ${l} SET token = token + 1, owner = ${literal(owner)}, session = ${literal(session ?? null)}, expires_at = ${epoch} + ${literal(ttlMs)} WHERE ${mine} AND expires_at <= ${epoch}`,
    read: `SELECT token, owner, session, expires_at - ${epoch} AS left_ms FROM ${l} WHERE ${mine}`,
    renew: (token, ttlMs) => `UPDATE ${l} SET expires_at = ${epoch} + ${literal(ttlMs)} WHERE ${mine} AND token = ${literal(token)}`,
    release: (token) => `UPDATE ${l} SET expires_at = 0, owner = NULL, session = NULL WHERE ${mine} AND token = ${literal(token)}`,
  }
}
