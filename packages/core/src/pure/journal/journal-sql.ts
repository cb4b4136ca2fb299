// Owns: the text that makes, reads and writes the history, for any dialect.
// Must not know: sessions, who calls.

import type { Dialect } from '../../model/dialect.ts'
import type { StepBase } from '../../model/plan.ts'
import { fence } from './fence.ts'
import { stepColumns } from './step-sql.ts'
import { quotedTables, type Tables } from './tables.ts'

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

/** What it has besides: without one of these it is ours and cannot be read or written. */
export const FURTHER_COLUMNS = ['raw_checksum', 'down', 'requires', 'run', 'token'] as const

/** What a receipt is read from, in this order where it comes as JSON. */
export const RECEIPT_COLUMNS = [
  ['line', 'text'],
  ['id', 'text'],
  ['seq', 'integer'],
  ['direction', 'text'],
  ['ordinal', 'integer'],
  ['description', 'text'],
  ['applied_at', 'text'],
  ['execution_time', 'integer'],
  ['checksum', 'text'],
  ['raw_checksum', 'text'],
  ['run', 'text'],
] as const

export interface JournalSql {
  /** Repeatable; several runners may send it at once. */
  readonly create: readonly string[]
  /** Rows: see `journalFrom`. Fails where the tables do not exist. */
  readonly read: string
  readonly readSteps: string
  /** Rows of `{ id, down }`: the newest `down` kept for each migration of a line. */
  readDowns(line: string): string
  /** Rows of `{ line, id, seq, requires }`: what was required of other lines when a migration of theirs was applied, or begun. */
  readonly readRequires: string
  /** Collides on its key, or on (line, ordinal), with whoever wrote in between. */
  receipt(step: StepBase, run: string): string
  /**
   * The receipt of a migration whose statements are recorded one by one; fails once the token is superseded, and where there are fewer
   * than `done` records of it: a cluster may have undone one whose commit it had answered. It tells the time since the first record of this
   * run itself, so that no later statement is needed to make it true.
   */
  conclude(step: StepBase, run: string, token: number | undefined, done: number): string
  /** For inside the transaction of its only record, as the last thing there: `keep` before it, where there is something to keep. */
  concludeInside(step: StepBase, run: string, token: number): string
  keep(line: string, token: number): string | undefined
  /** Before `finish` in a batch, which cannot look at what it found: fails where the receipt is not there any more. */
  kept(step: StepBase): string
  /** Last in the same transaction: how long it took, by the database's clock since the receipt, or in milliseconds. */
  finish(step: StepBase, took?: number): string
}

/** `requires`: of the line that receipts are written for. */
export function journalSql(
  { identifier, literal, types, now, iso, elapsed, transaction, rowsAsJson, createSchema, home }: Dialect,
  tables: Tables,
  requires: readonly string[],
): JournalSql {
  const { history: h, lease: l, step: s } = quotedTables(tables, identifier)
  const key = ({ line, id, seq }: StepBase): string => `line = ${literal(line)} AND id = ${literal(id)} AND seq = ${literal(seq)}`
  const insert = `INSERT INTO ${h} (id, description, applied_at, execution_time, checksum, line, seq, direction, ordinal, raw_checksum, down, requires, run, token) VALUES`
  const required = literal(requires.length > 0 ? JSON.stringify(requires) : null)
  const none = literal(null)
  const receipt = (of: StepBase, run: string, took: string, token: string): string =>
    `${insert} (${literal(of.id)}, ${literal(of.description)}, ${now}, ${took}, ${literal(of.checksum)}, ${literal(of.line)}, ${literal(of.seq)}, ${literal(of.direction)}, ${literal(of.ordinal)}, ${literal(of.rawChecksum ?? null)}, ${literal(of.recordedDown ?? null)}, ${of.direction === 'up' ? required : none}, ${literal(run)}, ${token})`
  const tookSince = (of: StepBase, run: string): string =>
    `(SELECT COALESCE(${elapsed('MIN(started_at)')}, 0) FROM ${s} WHERE ${key(of)} AND run = ${literal(run)})`
  // NULL, which the column does not take, where one is missing.
  const complete = (of: StepBase, done: number, token: string): string =>
    done === 0 ? token : `CASE WHEN (SELECT COUNT(*) FROM ${s} WHERE ${key(of)} AND state = 'done') >= ${literal(done)} THEN ${token} END`
  const halfWay = `NOT EXISTS (SELECT 1 FROM ${h} AS r WHERE r.line = s.line AND r.id = s.id AND r.seq = s.seq)`
  const columns = RECEIPT_COLUMNS.map(([name, type]) => [name, type, name === 'applied_at' ? iso('h.applied_at') : `h.${name}`] as const)
  // Whatever a person put into a column by hand: JSON takes no blob, and one row must not make the history unreadable.
  const cast = ([, type, expression]: (typeof columns)[number]): string => `CAST(${expression} AS ${types[type]})`
  const steps = `(SELECT COUNT(*) FROM ${s} AS s WHERE ${halfWay}) AS steps`
  const layoutRow = `l.name = ${literal(LAYOUT_ROW)}`
  const kept = types.table === undefined ? '' : ` ${types.table}`
  const where = home === undefined || tables.home !== undefined ? '' : `, ${home.of(tables.history)} AS home`
  return {
    create: [
      ...(tables.schema === undefined || createSchema === undefined ? [] : [createSchema(tables.schema)]),
      // The history last: where DDL commits by itself, whoever finds it finds what belongs to it.
      `CREATE TABLE IF NOT EXISTS ${l} (
  name ${types.key} NOT NULL PRIMARY KEY,
  token ${types.integer} NOT NULL DEFAULT 0,
  owner ${types.text},
  session ${types.text},
  expires_at ${types.integer} NOT NULL DEFAULT 0,
  halted ${types.integer} NOT NULL DEFAULT 0,
  layout ${types.integer}
)${kept}`,
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
  requires ${types.text},
  run ${types.key} NOT NULL DEFAULT '',
  started_at ${types.timestamp} NOT NULL DEFAULT (${now}),
  token ${types.integer} NOT NULL,
  PRIMARY KEY (line, id, seq, n)
)${kept}`,
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
)${kept}`,
      `INSERT INTO ${l} (name, layout) SELECT ${literal(LAYOUT_ROW)}, ${literal(LAYOUT)} WHERE NOT EXISTS (SELECT 1 FROM ${l} WHERE name = ${literal(LAYOUT_ROW)})`,
    ],
    // One query answers everything: the layout beside each receipt, and whether anything is half way.
    read:
      rowsAsJson === undefined
        ? `SELECT l.layout${where}, ${steps}, ${columns.map(([name, , expression]) => `${expression} AS ${name}`).join(', ')} FROM ${l} AS l LEFT JOIN ${h} AS h ON 1 = 1 WHERE ${layoutRow}`
        : `SELECT l.layout, ${steps}, ${rowsAsJson(columns.map(cast), `${h} AS h`)} AS receipts FROM ${l} AS l WHERE ${layoutRow}`,
    readSteps: `SELECT line, id, seq, ${stepColumns(iso)} FROM ${s} AS s WHERE ${halfWay} ORDER BY line, id, seq, n`,
    readDowns: (line) => `SELECT id, down FROM ${h} WHERE line = ${literal(line)} AND direction = 'up' ORDER BY seq`,
    readRequires: `SELECT line, id, seq, requires FROM ${h} WHERE requires IS NOT NULL UNION ALL SELECT line, id, seq, requires FROM ${s} AS s WHERE n = 0 AND requires IS NOT NULL AND ${halfWay}`,
    receipt: (of, run) => receipt(of, run, literal(0), literal(0)),
    conclude: (of, run, token, done) =>
      receipt(of, run, tookSince(of, run), complete(of, done, fence({ literal }, l, of.line, token, 'end'))),
    concludeInside: (of, run, token) =>
      receipt(of, run, tookSince(of, run), transaction.aside?.kept ?? fence({ literal }, l, of.line, token, 'end')),
    keep: (line, token) => transaction.aside?.keep(fence({ literal }, l, line, token, 'end')),
    // A row without its key cannot be stored.
    kept: (of) => `INSERT INTO ${h} (id) SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM ${h} WHERE ${key(of)})`,
    finish: (of, took) =>
      `UPDATE ${h} SET execution_time = ${took === undefined ? elapsed('applied_at') : literal(Math.round(took))} WHERE ${key(of)}`,
  }
}
