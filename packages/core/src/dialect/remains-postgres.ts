// Owns: how the unusable indexes are found and removed that a concurrent build leaves on PostgreSQL where it is broken off.
// Must not know: statements, why anybody asks.

import type { RemainsSql } from '../model/dialect.ts'
import type { Building, Effect, Named } from '../model/effect.ts'
import { postgresLiteral as text } from './literal-postgres.ts'
import { quoted } from './quoted.ts'

export function postgresRemains(of: Effect | Building): RemainsSql | undefined {
  switch (of.change) {
    case 'appears':
      return of.object.kind === 'index' && of.on !== undefined ? ofBuilding(of.object, of.on) : undefined
    case 'vanishes':
      return undefined
    case 'rebuilt':
      return ofRebuilding(of.object)
    case 'unnamed':
      return remains(`${UNUSABLE} AND i.indrelid = ${oid(of.on)}`, 'perhaps')
    default:
      return of satisfies never
  }
}

/**
 * Of the table that the statement means: another schema of the search path may have such an index too, which somebody else builds.
 * @see https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
function ofBuilding({ name }: Named, on: Named): RemainsSql {
  return remains(`${UNUSABLE} AND i.indrelid = ${oid(on)} AND c.relname = ${text(name)}`, 'surely')
}

/**
 * `i_ccnew` is what was built beside `i`, `i_ccold` what it has replaced, `i_ccnew1` and so on the next of that name. Of a name that
 * leaves no room for the ending its end is cut off. Partitions are rebuilt with what they are of, and a table's TOAST table with it: the
 * index of that one is left alone where this user may not name it.
 * @see https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
 */
function ofRebuilding(object: Extract<Building, { readonly change: 'rebuilt' }>['object']): RemainsSql {
  const named = oid(object)
  const parts = `r.oid = ${named} OR r.oid IN (SELECT relid FROM pg_partition_tree(${named}))`
  const rebuilt = object.kind === 'index' ? 'o.indexrelid = r.oid' : 'o.indrelid IN (r.oid, r.reltoastrelid)'
  const stem = `regexp_replace(c.relname, ${ENDING}, '')`
  const original = `SELECT FROM pg_index o JOIN pg_class b ON b.oid = o.indexrelid JOIN pg_class r ON ${rebuilt}
    WHERE o.indrelid = i.indrelid AND o.indexrelid <> i.indexrelid AND (${parts})
    AND (b.relname = ${stem} OR (octet_length(c.relname::text) > 59 AND starts_with(b.relname::text, ${stem})))`
  const found = `${UNUSABLE} AND c.relname ~ ${ENDING} AND has_schema_privilege(n.oid, 'USAGE') AND EXISTS (${original})`
  return remains(found, 'surely')
}

const ENDING = "'_cc(new|old)[0-9]*$'"

const UNUSABLE = `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT i.indisvalid AND c.relkind <> 'I'`

function remains(find: string, ours: RemainsSql['ours']): RemainsSql {
  return { find, remove: (name) => `DROP INDEX CONCURRENTLY IF EXISTS ${name}`, ours }
}

function oid({ schema, name }: Named): string {
  const parts = [schema, name].flatMap((part) => (part === undefined ? [] : [quoted(part, '"')]))
  return `to_regclass(${text(parts.join('.'))})`
}
