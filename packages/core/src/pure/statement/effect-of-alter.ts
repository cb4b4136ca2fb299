// Owns: what an ALTER makes appear or vanish. It is all or nothing, so one certain clause tells of them all.
// Must not know: other statements.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Effect, EffectObject, Named } from '../../model/effect.ts'
import type { DdlReader } from './ddl-reader.ts'
import type { Consequence } from './effect-of.ts'

const UNKNOWN: Consequence = { effect: undefined, repeat: 'unknown' }

/** What one clause of an ALTER TABLE does. */
interface Clause {
  readonly effect: Effect | undefined
  readonly repeat: 'harmless' | 'unknown'
  /** Gives a name that was another's: two of them may hand names round. */
  readonly renames: 'nothing' | 'table' | 'part'
  /** The name that it takes from something, in small letters: another clause may give it away again. */
  readonly frees?: string | undefined
}

export function alterationOf(reader: DdlReader, family: DialectFamily): Consequence {
  reader.take('ONLINE')
  reader.take('IGNORE')
  switch (reader.peek()) {
    case 'TABLE':
      reader.skip()
      return ofTable(reader, family)
    case 'TYPE':
      reader.skip()
      return ofType(reader)
    case 'INDEX':
    case 'VIEW':
    case 'SEQUENCE':
      return ofRelation(reader)
    case 'SYSTEM':
      return { effect: undefined, repeat: 'harmless' }
    default:
      return UNKNOWN
  }
}

function ofTable(reader: DdlReader, family: DialectFamily): Consequence {
  reader.take('IF', 'EXISTS')
  reader.take('ONLY')
  const table = reader.named()
  if (table === undefined) return UNKNOWN
  reader.take('*')
  if (reader.take('WAIT')) reader.skip()
  else reader.take('NOWAIT')
  const clauses = reader.clauses().map((clause) => clauseOf(clause, table, family))
  const repeat = clauses.every((clause) => clause.repeat === 'harmless') ? 'harmless' : 'unknown'
  const renamed = clauses.filter(({ renames }) => renames === 'table')
  // Under its new name, what else it got cannot be found under the old one.
  if (renamed.length > 0) return { effect: renamed.length === 1 ? renamed[0]?.effect : undefined, repeat }
  const handedRound = clauses.filter(({ renames }) => renames === 'part').length > 1
  const certain = clauses.filter(({ effect, renames }) => effect !== undefined && !(handedRound && renames === 'part'))
  const names = clauses.flatMap(({ effect, frees }) => [effect === undefined ? undefined : nameOf(effect.object), frees])
  // Dropped or renamed, and added again, in one statement: it was there before, and is there after.
  const once = certain.filter(({ effect }) => effect !== undefined && names.filter((name) => name === nameOf(effect.object)).length === 1)
  // What IF EXISTS passes over is as it was also where the rest of the statement has run, which a second time would do harm.
  return { effect: (repeat === 'harmless' ? once[0] : once.find((clause) => clause.repeat === 'unknown'))?.effect, repeat }
}

function nameOf({ name }: EffectObject): string {
  return name.toLowerCase()
}

function clauseOf(reader: DdlReader, table: Named, family: DialectFamily): Clause {
  const first = reader.peek()
  reader.skip()
  switch (first) {
    case 'ADD':
      return addition(reader, table, family)
    case 'DROP':
      return dropping(reader, table)
    case 'RENAME':
      return renaming(reader, table, family)
    case 'CHANGE':
      return changing(reader, table)
    case 'ALTER':
      return other(setsColumn(reader) ? 'harmless' : 'unknown')
    case 'CONVERT':
      return other(reader.peek() === 'TO' ? 'harmless' : 'unknown')
    default:
      return other(SETTINGS.has(first) && reader.peek() !== 'SCHEMA' ? 'harmless' : 'unknown')
  }
}

/** They say how it shall be, and not what shall change. */
const SETTINGS: ReadonlySet<string> = new Set(
  'MODIFY ENGINE COMMENT DEFAULT AUTO_INCREMENT ROW_FORMAT CHARSET CHARACTER COLLATE ALGORITHM LOCK FORCE OWNER VALIDATE SET RESET CLUSTER ENABLE DISABLE REPLICA'.split(
    ' ',
  ),
)

/** `ALTER COLUMN c SET …`, `TYPE …`, `DROP DEFAULT`; not with USING: what a value becomes the second time, that decides. */
function setsColumn(reader: DdlReader): boolean {
  reader.take('COLUMN')
  if (reader.named() === undefined) return false
  const sets = reader.take('SET') || reader.take('TYPE') || reader.take('DROP', 'DEFAULT') || reader.take('DROP', 'NOT', 'NULL')
  return sets && !reader.seek('USING')
}

function other(repeat: Clause['repeat']): Clause {
  return { effect: undefined, repeat, renames: 'nothing' }
}

const KEYS: ReadonlySet<string> = new Set(['INDEX', 'KEY'])
const CONSTRAINTS = /^(?:UNIQUE|PRIMARY|FOREIGN|CHECK)$/
/** After ADD or DROP they are no names of columns. */
const NO_COLUMN: ReadonlySet<string> = new Set('PARTITION PERIOD SYSTEM EXCLUDE TABLE VERTICES ( '.split(' '))

function addition(reader: DdlReader, table: Named, family: DialectFamily): Clause {
  if (reader.take('COLUMN')) return part('appears', 'column', reader, table, 'IF NOT EXISTS')
  // MySQL takes CONSTRAINT without a name, and then gives one itself: none of these words can be it.
  if (reader.take('CONSTRAINT') && !(family === 'mysql' && CONSTRAINTS.test(reader.peek()))) {
    const conditional = reader.take('IF', 'NOT', 'EXISTS')
    const named = reader.named()
    // On MySQL a unique constraint is an index, and may have that one's name instead.
    const unique = family === 'mysql' && (reader.peek() === 'UNIQUE' || reader.peek() === 'PRIMARY')
    const effect = named === undefined || unique ? undefined : on('appears', 'constraint', named.name, table)
    return { effect, repeat: conditional ? 'harmless' : 'unknown', renames: 'nothing' }
  }
  if (family === 'mysql') {
    if (reader.take('PRIMARY', 'KEY')) return { effect: on('appears', 'index', 'PRIMARY', table), repeat: 'unknown', renames: 'nothing' }
    const special = reader.take('UNIQUE') || reader.take('FULLTEXT') || reader.take('SPATIAL')
    if (KEYS.has(reader.peek())) {
      reader.skip()
      return part('appears', 'index', reader, table, 'IF NOT EXISTS')
    }
    if (special) return part('appears', 'index', reader, table, 'IF NOT EXISTS')
  }
  if (NO_COLUMN.has(reader.peek()) || CONSTRAINTS.test(reader.peek())) return other('unknown')
  return part('appears', 'column', reader, table, 'IF NOT EXISTS')
}

function dropping(reader: DdlReader, table: Named): Clause {
  if (reader.take('COLUMN')) return part('vanishes', 'column', reader, table, 'IF EXISTS')
  if (reader.take('CONSTRAINT') || reader.take('FOREIGN', 'KEY') || reader.take('CHECK'))
    return part('vanishes', 'constraint', reader, table, 'IF EXISTS')
  if (reader.take('PRIMARY', 'KEY')) return { effect: on('vanishes', 'index', 'PRIMARY', table), repeat: 'unknown', renames: 'nothing' }
  if (KEYS.has(reader.peek())) {
    reader.skip()
    return part('vanishes', 'index', reader, table, 'IF EXISTS')
  }
  return NO_COLUMN.has(reader.peek()) ? other('unknown') : part('vanishes', 'column', reader, table, 'IF EXISTS')
}

function renaming(reader: DdlReader, table: Named, family: DialectFamily): Clause {
  if (KEYS.has(reader.peek())) return becoming('index', reader, table)
  if (reader.take('CONSTRAINT')) {
    reader.named()
    return to('constraint', reader, table)
  }
  if (reader.peek() === 'COLUMN') return becoming('column', reader, table)
  if (!reader.take('TO') && !reader.take('AS') && !reader.take('=')) {
    // PostgreSQL and SQLite leave out COLUMN; MySQL leaves out TO.
    if (family !== 'mysql') {
      reader.named()
      return to('column', reader, table)
    }
  }
  const named = reader.named()
  if (named === undefined) return { ...other('unknown'), renames: 'table' }
  const object: EffectObject = { kind: 'relation', name: named.name, schema: named.schema ?? table.schema }
  return { effect: { change: 'appears', object }, repeat: 'unknown', renames: 'table' }
}

function becoming(kind: 'column' | 'index', reader: DdlReader, table: Named): Clause {
  reader.skip()
  const conditional = reader.take('IF', 'EXISTS')
  const frees = reader.named()?.name.toLowerCase()
  const clause = to(kind, reader, table)
  return { ...clause, effect: conditional ? undefined : clause.effect, frees }
}

function to(kind: 'column' | 'constraint' | 'index', reader: DdlReader, table: Named): Clause {
  const named = reader.take('TO') ? reader.named() : undefined
  return { effect: named === undefined ? undefined : on('appears', kind, named.name, table), repeat: 'unknown', renames: 'part' }
}

function changing(reader: DdlReader, table: Named): Clause {
  reader.take('COLUMN')
  const conditional = reader.take('IF', 'EXISTS')
  const [from, became] = [reader.named(), reader.named()]
  if (from === undefined || became === undefined) return { ...other('unknown'), renames: 'part' }
  const frees = from.name.toLowerCase()
  if (frees === became.name.toLowerCase()) return other('harmless')
  return { effect: conditional ? undefined : on('appears', 'column', became.name, table), repeat: 'unknown', renames: 'part', frees }
}

function part(
  change: Effect['change'],
  kind: 'column' | 'constraint' | 'index',
  reader: DdlReader,
  table: Named,
  condition: 'IF EXISTS' | 'IF NOT EXISTS',
): Clause {
  const repeat = reader.take(...condition.split(' ')) ? 'harmless' : 'unknown'
  // `ADD INDEX USING …`: the server gives the name.
  const named = reader.peek() === 'USING' ? undefined : reader.named()
  return { effect: named === undefined ? undefined : on(change, kind, named.name, table), repeat, renames: 'nothing' }
}

function on(change: Effect['change'], kind: 'column' | 'constraint' | 'index', name: string, table: Named): Effect {
  return { change, object: { kind, name, schema: table.schema, table: table.name } }
}

function ofType(reader: DdlReader): Consequence {
  const type = reader.named()
  if (type === undefined || !reader.take('ADD', 'VALUE')) return UNKNOWN
  const repeat = reader.take('IF', 'NOT', 'EXISTS') ? 'harmless' : 'unknown'
  const label = reader.string()
  return { effect: label === undefined ? undefined : { change: 'appears', object: { kind: 'label', ...type, label } }, repeat }
}

function ofRelation(reader: DdlReader): Consequence {
  const kind = reader.peek() === 'INDEX' ? 'index' : 'relation'
  reader.skip()
  reader.take('IF', 'EXISTS')
  const from = reader.named()
  const became = from !== undefined && reader.take('RENAME', 'TO') ? reader.named() : undefined
  if (from === undefined || became === undefined) return UNKNOWN
  const place = { name: became.name, schema: from.schema }
  const object: EffectObject = kind === 'index' ? { kind, ...place, table: undefined } : { kind, ...place }
  return { effect: { change: 'appears', object }, repeat: 'unknown' }
}
