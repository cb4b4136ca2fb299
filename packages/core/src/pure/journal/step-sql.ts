// Owns: the text that records the statements and durable steps of a migration that is not one transaction.
// Must not know: sessions, when an intent is written.

import type { Dialect } from '../../model/dialect.ts'
import type { Intent } from '../../model/journal.ts'
import { fence, fenced } from './fence.ts'
import { intentText } from './intent-text.ts'
import { quotedTables, type Tables } from './tables.ts'

/** Whose statement or step it is. */
export interface StepKey {
  readonly line: string
  readonly id: string
  readonly seq: number
}

export interface StepRow {
  readonly n: number
  readonly name: string
  readonly checksum: string
  readonly state: 'open' | 'done'
  readonly session: string | undefined
  readonly run: string
  readonly intent: Intent | undefined
}

/**
 * `before`: with a token, the database refuses a record where the one before it is not there as done. A cluster may have undone what
 * was in a transaction although it answered the commit; whoever stands on a statement that commits by itself stands on `anything`.
 */
export type Footing = 'anything' | 'before'

export interface StepSql {
  /** Collides with whoever recorded the same position. With a token: fails in the database once it is superseded or halted. */
  record(step: StepKey, row: StepRow, token: number | undefined, footing: Footing): string
  /** The same, for inside a transaction: `keep` before it, where there is something to keep, with the same footing. */
  recordInside(step: StepKey, row: StepRow, token: number | undefined, footing: Footing): string
  /** What record `n` is guarded by, looked up before its transaction: inside, the lease's row would stay locked until it ends. */
  keep(step: StepKey, n: number, token: number | undefined, footing: Footing): string | undefined
  /** Closes an intent. Matches one row, unless the token is superseded. */
  close(step: StepKey, n: number, token: number | undefined): string
  /** Takes an intent back: what it announced certainly did not happen. Matches one row, unless the token is superseded. */
  withdraw(step: StepKey, n: number, token: number | undefined): string
  /** Takes back the intent of a function of which nothing is known to have been committed; matches no row otherwise. */
  unbegin(step: StepKey, n: number, token: number | undefined): string
  /** In the transaction of a function: visible once something in it was committed. Matches our own record only. */
  begin(step: StepKey, n: number, token: number | undefined): string
  /** Keeps what a durable step returned, in its transaction, and closes its intent. */
  complete(step: StepKey, n: number, result: string | undefined): string
  /** Says of a durable step that `run` recorded that nobody knows how far it came; matches no row otherwise. */
  reopen(step: StepKey, n: number, run: string): string
  /** Rows: see `stepsFrom`, without line, id and seq. */
  read(step: StepKey): string
}

/** What is read of a record. */
export function stepColumns(iso: Dialect['iso']): string {
  return `n, name, checksum, state, session, result, intent, effect_before, run, ${iso('started_at')} AS started_at`
}

/** `requires`: of the line whose records these are. Its first migration has no receipt to keep it in as long as it is half way. */
export function stepSql({ identifier, literal, probe, iso, transaction }: Dialect, tables: Tables, requires: readonly string[]): StepSql {
  const { lease, step: s } = quotedTables(tables, identifier)
  const whole = ({ line, id, seq }: StepKey): string => `line = ${literal(line)} AND id = ${literal(id)} AND seq = ${literal(seq)}`
  const one = (of: StepKey, n: number): string => `${whole(of)} AND n = ${literal(n)}`
  const owned = (of: StepKey, token: number | undefined): string => fenced({ literal }, lease, of.line, token)
  const effectBefore = (intent: Intent | undefined): string => {
    const effect = intent?.kind === 'statement' ? intent.effect : undefined
    return (effect === undefined ? undefined : probe(effect, 'found')) ?? 'NULL'
  }
  const record = (of: StepKey, { n, name, checksum, state, session, run, intent }: StepRow, token: string): string =>
    `INSERT INTO ${s} (line, id, seq, n, name, checksum, state, session, run, intent, requires, effect_before, token) VALUES (${[of.line, of.id, of.seq, n, name, checksum, state, session ?? null, run, intent === undefined ? null : intentText(intent), requires.length > 0 ? JSON.stringify(requires) : null].map(literal).join(', ')}, ${effectBefore(intent)}, ${token})`
  const done = (of: StepKey, n: number): string => `SELECT COUNT(*) AS done FROM ${s} WHERE ${one(of, n)} AND state = 'done'`
  /** `previous`: a query for one number. */
  const guard = (of: StepKey, n: number, token: number | undefined, footing: Footing, previous: string): string => {
    const current = fence({ literal }, lease, of.line, token, 'begin')
    return token === undefined || n === 0 || footing === 'anything' ? current : `CASE (${previous}) WHEN 1 THEN ${current} END`
  }
  // Counted as a table of its own: MySQL lets no INSERT look into the table that it writes to.
  const guarded = (of: StepKey, row: StepRow, token: number | undefined, footing: Footing): string =>
    record(of, row, guard(of, row.n, token, footing, `SELECT b.done FROM (${done(of, row.n - 1)}) AS b`))
  return {
    record: guarded,
    recordInside: (of, row, token, footing) => {
      const kept = token === undefined ? undefined : transaction.aside?.kept
      return kept === undefined ? guarded(of, row, token, footing) : record(of, row, kept)
    },
    keep: (of, n, token, footing) =>
      token === undefined ? undefined : transaction.aside?.keep(guard(of, n, token, footing, done(of, n - 1))),
    close: (of, n, token) => `UPDATE ${s} SET state = 'done' WHERE ${one(of, n)} AND state <> 'done'${owned(of, token)}`,
    withdraw: (of, n, token) => `DELETE FROM ${s} WHERE ${one(of, n)} AND state <> 'done'${owned(of, token)}`,
    unbegin: (of, n, token) => `DELETE FROM ${s} WHERE ${one(of, n)} AND state = 'open'${owned(of, token)}`,
    // By the record's own token: the lease's row must not be locked for as long as the function takes.
    begin: (of, n, token) => `UPDATE ${s} SET state = 'begun' WHERE ${one(of, n)} AND state = 'open' AND token = ${literal(token ?? 0)}`,
    complete: (of, n, result) => `UPDATE ${s} SET state = 'done', result = ${literal(result ?? null)} WHERE ${one(of, n)}`,
    reopen: (of, n, run) => `UPDATE ${s} SET state = 'begun' WHERE ${one(of, n)} AND state = 'done' AND run = ${literal(run)}`,
    read: (of) => `SELECT ${stepColumns(iso)} FROM ${s} WHERE ${whole(of)} ORDER BY n`,
  }
}
