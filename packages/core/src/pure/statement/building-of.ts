// Owns: what a statement of PostgreSQL builds concurrently whose name it does not give: anew beside itself, or named by the server.
// Must not know: what it leaves where it is broken off.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Building } from '../../model/effect.ts'
import type { Statement } from '../../model/statement.ts'
import { firstWord } from '../lexing/words.ts'
import { type DdlReader, ddlReader } from './ddl-reader.ts'
import { postgresRefuses } from './guard-postgres.ts'

export function buildingOf(statement: Statement, family: DialectFamily): Building | undefined {
  const first = firstWord(statement)
  if (family !== 'postgres' || (first !== 'CREATE' && first !== 'REINDEX')) return undefined
  switch (postgresRefuses(first, statement)) {
    case 'CREATE INDEX CONCURRENTLY':
      return unnamed(ddlReader(statement, family))
    // Not of a whole schema or database: that names no table, and another's rebuilding would be among its indexes.
    case 'REINDEX CONCURRENTLY':
      return rebuilt(ddlReader(statement, family))
    default:
      return undefined
  }
}

function unnamed(reader: DdlReader): Building | undefined {
  reader.take('CREATE')
  reader.take('UNIQUE')
  if (!reader.take('INDEX', 'CONCURRENTLY', 'ON')) return undefined
  reader.take('ONLY')
  const on = reader.named()
  return on === undefined ? undefined : { change: 'unnamed', on }
}

function rebuilt(reader: DdlReader): Building | undefined {
  reader.take('REINDEX')
  if (reader.peek() === '(') while (!reader.done && !reader.take(')')) reader.skip()
  reader.take('VERBOSE')
  const kind = reader.take('INDEX') ? 'index' : reader.take('TABLE') ? 'relation' : undefined
  reader.take('CONCURRENTLY')
  const named = reader.named()
  return kind === undefined || named === undefined ? undefined : { change: 'rebuilt', object: { kind, ...named } }
}
