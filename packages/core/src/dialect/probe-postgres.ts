// Owns: how PostgreSQL's catalogue is asked whether something is there.
// Must not know: statements, why anybody asks.

import type { Effect, EffectObject, Named } from '../model/effect.ts'
import { postgresLiteral as text } from './literal-postgres.ts'

/** NULL where two schemas of the search path have the name: nobody can say then which one a statement means. */
export function postgresProbe({ object }: Effect, where: 'found' | 'made'): string | undefined {
  const from = fromOf(object, where)
  if (from === undefined) return undefined
  const one =
    object.kind === 'index' ? "CASE WHEN bool_and(i.indisvalid OR c.relkind = 'I') THEN 'present' ELSE 'invalid' END" : "'present'"
  return `(SELECT CASE count(*) WHEN 0 THEN 'absent' WHEN 1 THEN ${one} END FROM ${from})`
}

/** A trigger has its table beside it. */
export const POSTGRES_EMPTY = `CASE WHEN EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()) OR EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = current_schema()) THEN 0 ELSE 1 END`

/** Planned once for all of them; three hundred probes take longer to plan than their migrations to run. */
export function postgresNamed(names: readonly string[], schemas: readonly string[]): string {
  const among = (values: readonly string[]): string => `ANY (ARRAY[${values.map(text).join(', ')}]::name[])`
  const wanted = among(names)
  const space = (of: string): string =>
    `JOIN pg_namespace n ON n.oid = ${of} WHERE (n.nspname = current_schema() OR n.nspname = ${among(schemas)}) AND`
  return `SELECT c.relname AS name FROM pg_class c ${space('c.relnamespace')} c.relname = ${wanted}
    UNION SELECT t.typname FROM pg_type t ${space('t.typnamespace')} t.typname = ${wanted}
    UNION SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid ${space('c.relnamespace')} t.tgname = ${wanted}
    UNION SELECT n.nspname FROM pg_namespace n WHERE n.nspname = ${wanted}
    UNION SELECT d.datname FROM pg_database d WHERE d.datname = ${wanted}`
}

function fromOf(object: EffectObject, found: 'found' | 'made'): string | undefined {
  const name = text(object.name)
  const space = `JOIN pg_namespace n ON n.oid = ${spaceOf(object)}`
  const where = `WHERE ${inSchema(object, found)} AND`
  switch (object.kind) {
    case 'relation':
      return `pg_class c ${space} ${where} c.relname = ${name}`
    case 'index':
      return `pg_class c JOIN pg_index i ON i.indexrelid = c.oid ${space} ${where} c.relname = ${name}`
    case 'column':
      return `pg_attribute a JOIN pg_class c ON c.oid = a.attrelid ${space} ${where} a.attname = ${name} AND a.attnum > 0 AND NOT a.attisdropped${onTable(object.table)}`
    case 'constraint':
      return `pg_constraint k JOIN pg_class c ON c.oid = k.conrelid ${space} ${where} k.conname = ${name}${onTable(object.table)}`
    case 'trigger':
      return `pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid ${space} ${where} t.tgname = ${name} AND NOT t.tgisinternal${onTable(object.table)}`
    case 'type':
      return `pg_type t ${space} ${where} t.typname = ${name}`
    case 'label':
      return `pg_enum e JOIN pg_type t ON t.oid = e.enumtypid ${space} ${where} t.typname = ${name} AND e.enumlabel = ${text(object.label)}`
    case 'routine':
      return `pg_proc p ${space} ${where} p.proname = ${name}`
    case 'schema':
      return `pg_namespace n WHERE n.nspname = ${name}`
    case 'database':
      return `pg_database d WHERE d.datname = ${name}`
    case 'event':
      return undefined
    default:
      return object satisfies never
  }
}

function spaceOf({ kind }: EffectObject): string {
  if (kind === 'type' || kind === 'label') return 't.typnamespace'
  return kind === 'routine' ? 'p.pronamespace' : 'c.relnamespace'
}

function inSchema({ schema }: Named, found: 'found' | 'made'): string {
  if (schema !== undefined) return `n.nspname = ${text(schema)}`
  return found === 'made' ? 'n.nspname = current_schema()' : 'n.nspname = ANY (current_schemas(false))'
}

function onTable(table: string | undefined): string {
  return table === undefined ? '' : ` AND c.relname = ${text(table)}`
}
