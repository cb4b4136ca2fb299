// Owns: the text that makes, reads and writes the history, for any dialect.
// Must not know: sessions, who calls.

import type { Dialect } from '../model/dialect.ts'
import type { StepBase } from '../model/plan.ts'
import { fence } from './fence.ts'
import { stepColumns } from './step-sql.ts'
import type { Tables } from './tables.ts'

/** Version of the bookkeeping tables. A database with a higher one was written by a newer Godwit. */
export const LAYOUT = 1

/** Lease row that belongs to no line: it carries the layout's version. */
export const LAYOUT_ROW = '*'

/** What a table must have to be ours. Another tool's table of the same name lacks most of these. */
export const HISTORY_COLUMNS = [
  'id',
  'description',
  'applied_at',
  'execution_time',
  'checksum',
  'line',
  'seq',
  'direction',
  'ordinal',
] as const

export interface JournalSql {
  /** Repeatable; several runners may send it at once. */
  readonly create: readonly string[]
  /** Rows: see `journalFrom`. Fails where the tables do not exist. */
  readonly read: string
  readonly readSteps: string
  /** Rows of `{ id, down }`: the newest `down` kept for each migration of a line. */
  readDowns(line: string): string
  /** Rows of `{ line, id, seq, requires }`: what was required of other lines when a migration of theirs was applied. */
  readonly readRequires: string
  /** Collides on its key, or on (line, ordinal), with whoever wrote in between. */
  receipt(step: StepBase, run: string): string
  /**
   * The receipt of a migration whose statements are recorded one by one; fails once the token is superseded. It tells the
   * time since the first record of this run itself, so that no later statement is needed to make it true.
   */
  conclude(step: StepBase, run: string, token: number | undefined): string
  /** Last in the same transaction: how long it took, by the database's clock since the receipt, or in milliseconds. */
  finish(step: StepBase, took?: number): string
}

/** `requires`: of the line that receipts are written for. */
export function journalSql(
  { identifier, literal, types, now, iso, elapsed }: Dialect,
  { history, lease, step }: Tables,
  requires: readonly string[],
): JournalSql {
  const [h, l, s] = [identifier(history), identifier(lease), identifier(step)]
  const key = ({ line, id, seq }: StepBase): string => `line = ${literal(line)} AND id = ${literal(id)} AND seq = ${literal(seq)}`
  const receipt = (of: StepBase, run: string, took: string, token: string): string =>
    `INSERT INTO ${h} (id, description, applied_at, execution_time, checksum, line, seq, direction, ordinal, raw_checksum, down, requires, run, token) VALUES (${[of.id, of.description].map(literal).join(', ')}, ${now}, ${took}, ${[of.checksum, of.line, of.seq, of.direction, of.ordinal, of.rawChecksum ?? null, of.recordedDown ?? null, of.direction === 'up' && requires.length > 0 ? JSON.stringify(requires) : null, run].map(literal).join(', ')}, ${token})`
  const halfWay = `NOT EXISTS (SELECT 1 FROM ${h} AS r WHERE r.line = s.line AND r.id = s.id AND r.seq = s.seq)`
  return {
    create: [
      // Everything after the first five has a default, so that a person can write a row by hand in an emergency.
      `CREATE TABLE IF NOT EXISTS ${h} (
  id ${types.key} NOT NULL,
  description ${types.text} NOT NULL DEFAULT (''),
  applied_at ${types.timestamp} NOT NULL DEFAULT (${now}),
  execution_time ${types.integer} NOT NULL DEFAULT 0,
  checksum ${types.key} NOT NULL DEFAULT 'manual',
  line ${types.key} NOT NULL DEFAULT 'app',
  seq ${types.integer} NOT NULL DEFAULT 1,
  direction ${types.key} NOT NULL DEFAULT 'up',
  ordinal ${types.integer},
  raw_checksum ${types.key},
  down ${types.text},
  requires ${types.text},
  run ${types.key} NOT NULL DEFAULT '',
  token ${types.integer} NOT NULL DEFAULT 0,
  PRIMARY KEY (line, id, seq),
  UNIQUE (line, ordinal)
)`,
      `CREATE TABLE IF NOT EXISTS ${l} (
  name ${types.key} NOT NULL PRIMARY KEY,
  token ${types.integer} NOT NULL DEFAULT 0,
  owner ${types.text},
  session ${types.text},
  expires_at ${types.integer} NOT NULL DEFAULT 0,
  halted ${types.integer} NOT NULL DEFAULT 0,
  layout ${types.integer}
)`,
      `CREATE TABLE IF NOT EXISTS ${s} (
  line ${types.key} NOT NULL,
  id ${types.key} NOT NULL,
  seq ${types.integer} NOT NULL,
  n ${types.integer} NOT NULL,
  name ${types.text} NOT NULL,
  checksum ${types.key} NOT NULL,
  state ${types.key} NOT NULL,
  session ${types.text},
  result ${types.text},
  intent ${types.text},
  effect_before ${types.key},
  run ${types.key} NOT NULL DEFAULT '',
  started_at ${types.timestamp} NOT NULL DEFAULT (${now}),
  token ${types.integer} NOT NULL,
  PRIMARY KEY (line, id, seq, n)
)`,
      `INSERT INTO ${l} (name, layout) SELECT ${literal(LAYOUT_ROW)}, ${literal(LAYOUT)} WHERE NOT EXISTS (SELECT 1 FROM ${l} WHERE name = ${literal(LAYOUT_ROW)})`,
    ],
    // One query answers everything: the layout beside each receipt, and whether anything is half way.
    read: `SELECT l.layout, (SELECT COUNT(*) FROM ${s} AS s WHERE ${halfWay}) AS steps, h.line, h.id, h.seq, h.direction, h.ordinal, h.description, ${iso('h.applied_at')} AS applied_at, h.execution_time, h.checksum, h.raw_checksum, h.run FROM ${l} AS l LEFT JOIN ${h} AS h ON 1 = 1 WHERE l.name = ${literal(LAYOUT_ROW)}`,
    readSteps: `SELECT line, id, seq, ${stepColumns(iso)} FROM ${s} AS s WHERE ${halfWay} ORDER BY line, id, seq, n`,
    readDowns: (line) => `SELECT id, down FROM ${h} WHERE line = ${literal(line)} AND direction = 'up' ORDER BY seq`,
    readRequires: `SELECT line, id, seq, requires FROM ${h} WHERE requires IS NOT NULL`,
    receipt: (of, run) => receipt(of, run, literal(0), literal(0)),
    conclude: (of, run, token) =>
      receipt(
        of,
        run,
        `(SELECT COALESCE(${elapsed('MIN(started_at)')}, 0) FROM ${s} WHERE ${key(of)} AND run = ${literal(run)})`,
        fence({ identifier, literal }, lease, of.line, token, 'end'),
      ),
    finish: (of, took) =>
      `UPDATE ${h} SET execution_time = ${took === undefined ? elapsed('applied_at') : literal(Math.round(took))} WHERE ${key(of)}`,
  }
}
