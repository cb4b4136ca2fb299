// Owns: the names of the bookkeeping tables.
// Must not know: what is in them.

import type { Dialect } from '../../model/dialect.ts'

export interface Tables {
  /** Where they are, if not where a statement of a migration would make them. */
  readonly schema: string | undefined
  /** Where they were found, or are made. Undefined as long as nobody has looked, where that is for the connection to say. */
  readonly home: string | undefined
  readonly history: string
  readonly lease: string
  readonly step: string
}

export const DEFAULT_TABLE = 'migrations'

export function tables({ table, schema }: { readonly table: string; readonly schema?: string | undefined }): Tables {
  return { schema, home: schema, history: table, lease: `${table}_lease`, step: `${table}_step` }
}

/** Each as a statement names it. */
export function quotedTables(
  { home, history, lease, step }: Tables,
  identifier: Dialect['identifier'],
): Pick<Tables, 'history' | 'lease' | 'step'> {
  const quoted = (name: string): string => `${home === undefined ? '' : `${identifier(home)}.`}${identifier(name)}`
  return { history: quoted(history), lease: quoted(lease), step: quoted(step) }
}

/** One of them as a person reads it. */
export function toldTable({ schema }: Tables, name: string): string {
  return schema === undefined ? name : `${schema}.${name}`
}
