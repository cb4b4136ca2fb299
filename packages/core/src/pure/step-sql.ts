// Owns: the text that records the statements and durable steps of a migration that is not one transaction.
// Must not know: sessions, when an intent is written.

import type { Dialect } from '../model/dialect.ts'
import type { StepBase } from '../model/plan.ts'
import { fence } from './fence.ts'
import type { Tables } from './tables.ts'

export interface StepRow {
  readonly n: number
  readonly name: string
  readonly checksum: string
  readonly state: 'open' | 'done'
  readonly session: string | undefined
  readonly result: string | undefined
}

export interface StepSql {
  /** Collides with whoever recorded the same position. With a token: fails in the database once it is superseded. */
  record(step: StepBase, row: StepRow, token: number | undefined): string
  /** Closes an intent. Matches one row. */
  close(step: StepBase, n: number): string
  /** Takes an intent back: the statement was certainly refused. */
  withdraw(step: StepBase, n: number): string
  /** Keeps what a durable step returned, in its transaction. */
  keep(step: StepBase, n: number, result: string): string
  /** Rows of `{ n, name, checksum, state, result }`. */
  read(step: StepBase): string
}

export function stepSql({ identifier, literal }: Dialect, { lease, step }: Tables): StepSql {
  const s = identifier(step)
  const whole = ({ line, id, seq }: StepBase): string => `line = ${literal(line)} AND id = ${literal(id)} AND seq = ${literal(seq)}`
  const one = (of: StepBase, n: number): string => `${whole(of)} AND n = ${literal(n)}`
  return {
    record: (of, { n, name, checksum, state, session, result }, token) =>
      `INSERT INTO ${s} (line, id, seq, n, name, checksum, state, session, result, token) VALUES (${[of.line, of.id, of.seq, n, name, checksum, state, session ?? null, result ?? null].map(literal).join(', ')}, ${fence({ identifier, literal }, lease, of.line, token)})`,
    close: (of, n) => `UPDATE ${s} SET state = 'done' WHERE ${one(of, n)} AND state = 'open'`,
    withdraw: (of, n) => `DELETE FROM ${s} WHERE ${one(of, n)} AND state = 'open'`,
    keep: (of, n, result) => `UPDATE ${s} SET result = ${literal(result)} WHERE ${one(of, n)}`,
    read: (of) => `SELECT n, name, checksum, state, result FROM ${s} WHERE ${whole(of)} ORDER BY n`,
  }
}
