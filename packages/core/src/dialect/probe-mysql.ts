// Owns: how the catalogue of MySQL and MariaDB is asked whether something is there.
// Must not know: statements, why anybody asks.

import type { Effect, EffectObject } from '../model/effect.ts'
import { mysqlLiteral as text } from './literal-mysql.ts'

const UNKEPT = "('MyISAM', 'Aria', 'MEMORY', 'MRG_MyISAM', 'CSV', 'ARCHIVE')"

export const MYSQL_UNKEPT: string = `SELECT LOWER(table_name) AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND engine IN ${UNKEPT} UNION ALL SELECT '' AS name FROM (SELECT @@default_storage_engine AS engine) AS given WHERE engine IN ${UNKEPT}`

/** What is on a table, or belongs to one, has one beside it. */
export const MYSQL_EMPTY =
  'NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE()) AND NOT EXISTS (SELECT 1 FROM information_schema.events WHERE event_schema = DATABASE())'

export function mysqlProbe({ object }: Effect, where: 'found' | 'made'): string | undefined {
  const from = fromOf(object, where)
  return from === undefined ? undefined : `(SELECT CASE COUNT(*) WHEN 0 THEN 'absent' ELSE 'present' END FROM information_schema.${from})`
}

function fromOf(object: EffectObject, where: 'found' | 'made'): string | undefined {
  const schema = object.schema === undefined ? 'DATABASE()' : text(object.schema)
  const name = text(object.name)
  const onTable = 'table' in object && object.table !== undefined ? ` AND table_name = ${text(object.table)}` : ''
  switch (object.kind) {
    case 'relation':
      return `tables t WHERE t.table_schema = ${schema} AND (t.table_name = ${name}${where === 'made' ? ` OR ${notBeside(schema, name)}` : ''})`
    case 'column':
      return `columns WHERE table_schema = ${schema}${onTable} AND column_name = ${name}`
    case 'index':
      return `statistics WHERE table_schema = ${schema}${onTable} AND index_name = ${name}`
    case 'constraint':
      return `table_constraints WHERE table_schema = ${schema}${onTable} AND constraint_name = ${name}`
    case 'trigger':
      return `triggers WHERE trigger_schema = ${schema} AND trigger_name = ${name}`
    case 'routine':
      return `routines WHERE routine_schema = ${schema} AND routine_name = ${name}`
    case 'event':
      return `events WHERE event_schema = ${schema} AND event_name = ${name}`
    case 'schema':
      return `schemata WHERE schema_name = ${name}`
    case 'database':
    case 'type':
    case 'label':
      return undefined
    default:
      return object satisfies never
  }
}

/**
 * A name in other letters, upper or lower, is the same one where the server is told so. Where it is not, InnoDB still takes the names that
 * it gives to foreign keys, which begin with the table's, for the same.
 */
function notBeside(schema: string, name: string): string {
  const keyed = `EXISTS (SELECT 1 FROM information_schema.table_constraints k WHERE k.table_schema = ${schema} AND k.table_name = t.table_name AND k.constraint_type = 'FOREIGN KEY')`
  return `LOWER(t.table_name) = LOWER(${name}) AND (@@lower_case_table_names <> 0 OR ${keyed})`
}
