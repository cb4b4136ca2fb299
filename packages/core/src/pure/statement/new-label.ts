// Owns: whether a script uses a label in the transaction that adds it to an enumeration, which PostgreSQL refuses.
// Must not know: groups, problems.

import type { Statement } from '../../model/statement.ts'
import { ddlReader } from './ddl-reader.ts'
import { effectOf } from './effect-of.ts'

/**
 * "unsafe use of new value": it must be committed first, unless its type is made in the same transaction. A later statement
 * that does not even mention the label does not use it, and the migration stays one transaction.
 * @see https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES
 */
export function usesNewLabel(statements: readonly Statement[], n: number): boolean {
  const statement = statements[n]
  const object = statement === undefined ? undefined : effectOf(statement, 'postgres').effect?.object
  if (object?.kind !== 'label') return false
  const made = statements.slice(0, n).some((earlier) => {
    const reader = ddlReader(earlier, 'postgres')
    return reader.take('CREATE', 'TYPE') && reader.named()?.name === object.name
  })
  return !made && statements.slice(n + 1).some(({ tokens }) => tokens.some((token) => token.includes(object.label)))
}
