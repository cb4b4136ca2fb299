// Owns: how the catalogue of MySQL and MariaDB is asked whether something is there.
// Must not know: statements, why anybody asks.

import type { Effect, EffectObject } from '../model/effect.ts'
import { mysqlLiteral as text } from './literal-mysql.ts'

const UNKEPT = "('MyISAM', 'Aria', 'MEMORY', 'MRG_MyISAM', 'CSV', 'ARCHIVE')"

export const MYSQL_UNKEPT: string = `SELECT LOWER(table_name) AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND engine IN ${UNKEPT} UNION ALL SELECT '' AS name FROM (SELECT @@default_storage_engine AS engine) AS given WHERE engine IN ${UNKEPT}`

/** What is on a table, or belongs to one, has one beside it. */
export const MYSQL_EMPTY =
  'NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE()) AND NOT EXISTS (SELECT 1 FROM information_schema.events WHERE event_schema = DATABASE())'

export function mysqlProbe({ object }: Effect): string | undefined {
  const from = fromOf(object)
  return from === undefined ? undefined : `(SELECT CASE COUNT(*) WHEN 0 THEN 'absent' ELSE 'present' END FROM information_schema.${from})`
}

function fromOf(object: EffectObject): string | undefined {
  const schema = object.schema === undefined ? 'DATABASE()' : text(object.schema)
  const name = text(object.name)
  const onTable = 'table' in object && object.table !== undefined ? ` AND table_name = ${text(object.table)}` : ''
  switch (object.kind) {
    case 'relation':
      return `tables WHERE table_schema = ${schema} AND table_name = ${name}`
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
