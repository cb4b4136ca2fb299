// Owns: what a statement makes appear or vanish, and whether a second time does no harm, as far as its words tell for certain.
// Must not know: catalogues, intents, who asks.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Effect, EffectObject, Named } from '../../model/effect.ts'
import type { Statement } from '../../model/statement.ts'
import { type DdlReader, ddlReader } from './ddl-reader.ts'
import { alterationOf } from './effect-of-alter.ts'
import { maySetAgain } from './set-mysql.ts'

export interface Consequence {
  /** Undefined where the words do not tell for certain. */
  readonly effect: Effect | undefined
  readonly repeat: 'harmless' | 'unknown'
}

export const UNKNOWN: Consequence = { effect: undefined, repeat: 'unknown' }
const HARMLESS: Consequence = { effect: undefined, repeat: 'harmless' }

/**
 * The same state afterwards, however often they run. Not TRUNCATE: between the first time and the second, rows may have
 * come that nobody meant.
 */
const REPEATABLE: ReadonlySet<string> = new Set(
  'CHECKPOINT CLUSTER COMMENT FLUSH GRANT OPTIMIZE PRAGMA REFRESH REINDEX SHOW USE VACUUM'.split(' '),
)

export function effectOf(statement: Statement, family: DialectFamily): Consequence {
  return consequence(statement, ddlReader(statement, family), family)
}

function consequence(statement: Statement, reader: DdlReader, family: DialectFamily): Consequence {
  const first = reader.peek()
  if (REPEATABLE.has(first)) return HARMLESS
  reader.skip()
  switch (first) {
    case 'SET':
      // SET STATEMENT … FOR of MariaDB is the statement behind it.
      if (family === 'mysql' && reader.take('STATEMENT')) return reader.seek('FOR') ? consequence(statement, reader, family) : UNKNOWN
      return family !== 'mysql' || maySetAgain(statement) ? HARMLESS : UNKNOWN
    case 'RESET':
      // On MySQL it deletes logs, which is TRUNCATE again.
      return family === 'postgres' ? HARMLESS : UNKNOWN
    case 'EXPLAIN':
      return executes(reader) ? UNKNOWN : HARMLESS
    case 'ANALYZE':
      // Of a statement instead of a table, it runs that.
      return family === 'mysql' && !TABLES_ANALYZED.has(reader.peek()) ? UNKNOWN : HARMLESS
    case 'CREATE':
      return creation(statement, reader, family)
    case 'DROP':
      return removal(reader, family)
    case 'ALTER':
      return alterationOf(reader, family)
    case 'RENAME':
      return renaming(reader)
    default:
      return UNKNOWN
  }
}

const TABLES_ANALYZED: ReadonlySet<string> = new Set(['TABLE', 'TABLES', 'LOCAL', 'NO_WRITE_TO_BINLOG'])
const EXPLAINED: ReadonlySet<string> = new Set(
  'SELECT WITH VALUES TABLE INSERT UPDATE DELETE REPLACE MERGE EXECUTE DECLARE CREATE REFRESH'.split(' '),
)

/** EXPLAIN runs the statement if it says ANALYZE before it: then it is judged as a SELECT is, whose functions may write. */
function executes(reader: DdlReader): boolean {
  for (; !reader.done && !EXPLAINED.has(reader.peek()); reader.skip()) if (/^ANALY[ZS]E$/.test(reader.peek())) return true
  return false
}

type Kind = EffectObject['kind']

const KINDS: Readonly<Record<string, Kind>> = {
  TABLE: 'relation',
  VIEW: 'relation',
  SEQUENCE: 'relation',
  INDEX: 'index',
  TRIGGER: 'trigger',
  FUNCTION: 'routine',
  PROCEDURE: 'routine',
  EVENT: 'event',
  TYPE: 'type',
  DOMAIN: 'type',
  SCHEMA: 'schema',
  DATABASE: 'database',
}

/** Words that may stand before the kind and do not change what appears. */
const BEFORE_KIND: ReadonlySet<string> = new Set('UNLOGGED UNIQUE FULLTEXT SPATIAL MATERIALIZED RECURSIVE VIRTUAL AGGREGATE'.split(' '))

function kindOf(reader: DdlReader, family: DialectFamily): Kind | undefined {
  while (BEFORE_KIND.has(reader.peek())) reader.skip()
  const kind = Object.hasOwn(KINDS, reader.peek()) ? KINDS[reader.peek()] : undefined
  reader.skip()
  return kind === 'database' && family === 'mysql' ? 'schema' : kind
}

/** What they replace goes with its rows. */
const REPLACED_WITH_ROWS: ReadonlySet<string> = new Set(['TABLE', 'SEQUENCE', 'SCHEMA', 'DATABASE'])

function creation(statement: Statement, reader: DdlReader, family: DialectFamily): Consequence {
  const replaces = reader.take('OR', 'REPLACE')
  // DEFINER = somebody, ALGORITHM = …, SQL SECURITY …: up to the kind, which is never among their words.
  if (family === 'mysql' && /^(?:DEFINER|ALGORITHM|SQL)$/.test(reader.peek())) skipToKind(reader)
  const word = reader.peek()
  const kind = kindOf(reader, family)
  if (kind === undefined || (kind === 'event' && (replaces || !stays(ddlReader(statement, family))))) return UNKNOWN
  if (replaces) return REPLACED_WITH_ROWS.has(word) ? UNKNOWN : HARMLESS
  reader.take('CONCURRENTLY')
  const repeat = reader.take('IF', 'NOT', 'EXISTS') ? 'harmless' : 'unknown'
  // An index that the server will name; a schema named after its owner.
  if ((kind === 'index' && reader.peek() === 'ON') || (kind === 'schema' && reader.peek() === 'AUTHORIZATION'))
    return { effect: undefined, repeat }
  const named = reader.named()
  if (named === undefined) return { effect: undefined, repeat }
  const { object, on } = placed(kind, named, reader, family)
  // A table and its rows are not one thing everywhere.
  const filled = family === 'mysql' && word === 'TABLE' && statement.tokens.some((token) => token.toUpperCase() === 'SELECT')
  if (object === undefined || filled) return { effect: undefined, repeat }
  return { effect: { change: 'appears', object, ...(on === undefined ? {} : { on }) }, repeat }
}

/** An event that has had its last moment is gone by itself. One that is made anew has its first one again. */
function stays(event: DdlReader): boolean {
  return event.seek('SCHEDULE') && event.take('EVERY') && !event.seek('ENDS')
}

function skipToKind(reader: DdlReader): void {
  for (let passed = 0; passed < 24 && !Object.hasOwn(KINDS, reader.peek()) && !BEFORE_KIND.has(reader.peek()); passed++) reader.skip()
}

/** With its table, where it has one; an index is in its table's schema. */
function placed(
  kind: Kind,
  named: Named,
  reader: DdlReader,
  family: DialectFamily,
): { readonly object: EffectObject | undefined; readonly on?: Named } {
  if (kind === 'label' || kind === 'column' || kind === 'constraint') return { object: undefined }
  if (kind !== 'index' && kind !== 'trigger') return { object: { kind, ...named } }
  if (family === 'sqlite') return { object: { kind, ...named, table: undefined } }
  if (!reader.seek('ON')) return { object: undefined }
  reader.take('ONLY')
  const on = reader.named()
  if (on === undefined) return { object: undefined }
  const schema = on.schema ?? named.schema
  // An index of PostgreSQL is told by its name alone.
  if (kind === 'index' && family === 'postgres') return { object: { kind, name: named.name, schema, table: undefined }, on }
  return { object: { kind, name: named.name, schema, table: on.name } }
}

function removal(reader: DdlReader, family: DialectFamily): Consequence {
  const kind = kindOf(reader, family)
  if (kind === undefined) return UNKNOWN
  reader.take('CONCURRENTLY')
  const repeat = reader.take('IF', 'EXISTS') ? 'harmless' : 'unknown'
  const named = reader.named()
  // Of several, some may be gone and others not.
  if (named === undefined || reader.peek() === ',') return { effect: undefined, repeat }
  const alone = kind === 'index' && family === 'postgres' ? ({ kind, ...named, table: undefined } as const) : undefined
  const byName = kind === 'trigger' && family === 'mysql' ? ({ kind, ...named, table: undefined } as const) : undefined
  const object = alone ?? byName ?? placed(kind, named, reader, family).object
  return { effect: object === undefined ? undefined : { change: 'vanishes', object }, repeat }
}

/** `RENAME TABLE a TO b` of MySQL. Of several pairs, names may be handed round. */
function renaming(reader: DdlReader): Consequence {
  if (!reader.take('TABLE') && !reader.take('TABLES')) return UNKNOWN
  const from = reader.take('IF', 'EXISTS') ? undefined : reader.named()
  if (from === undefined || !reader.take('TO')) return UNKNOWN
  const to = reader.named()
  if (to === undefined || !reader.done) return UNKNOWN
  return { effect: { change: 'appears', object: { kind: 'relation', ...to } }, repeat: 'unknown' }
}
