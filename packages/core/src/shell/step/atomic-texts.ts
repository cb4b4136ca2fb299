// Owns: the texts of a step that is one transaction, and what each of them is.
// Must not know: how they are sent.

import type { Step } from '../../model/plan.ts'
import type { Statement } from '../../model/statement.ts'
import { disturbsOurs } from '../../pure/statement/disturbs-ours.ts'
import { quotedTables } from '../../pure/journal/tables.ts'
import { firstWord } from '../../pure/lexing/words.ts'
import type { Context } from '../context/context.ts'

export type AtomicStep = Extract<Step, { readonly kind: 'atomic' | 'record' }>

export type Part =
  /** Makes the bookkeeping tables, in the transaction of the first step of all. */
  | { readonly kind: 'create'; readonly text: string }
  /** Fails on its key where somebody else was first. */
  | { readonly kind: 'receipt'; readonly text: string }
  | { readonly kind: 'statement'; readonly text: string; readonly statement: Statement; readonly n: number }
  /** Before our own words, where the script has set what they must not be under. */
  | { readonly kind: 'ours'; readonly text: string }
  /** Fails where a rebuilt table left dangling references. */
  | { readonly kind: 'foreign-keys'; readonly text: string }
  /** Fails where the migration took its own receipt away. */
  | { readonly kind: 'kept'; readonly text: string }
  | { readonly kind: 'finish'; readonly text: string }

export function atomicParts(step: AtomicStep, { journalSql, driver, tables, run }: Context): readonly Part[] {
  const receipt: Part = { kind: 'receipt', text: journalSql.receipt(step, run) }
  if (step.kind === 'record') return [receipt]
  const parts: Part[] = [receipt]
  for (const [n, statement] of step.statements.entries()) parts.push({ kind: 'statement', text: statement.text, statement, n })
  const { rebuild, family, ours } = driver.dialect
  if (ours.length > 0 && step.statements.some((statement) => disturbsOurs(statement, family) !== undefined))
    for (const text of ours) parts.push({ kind: 'ours', text })
  if (step.foreignKeys === 'suspended' && rebuild !== undefined) {
    // A batch cannot look at rows and then decide. A row without its key cannot be stored, so one for each violation fails.
    const { history } = quotedTables(tables, driver.dialect.identifier)
    parts.push({ kind: 'foreign-keys', text: `INSERT INTO ${history} (id) SELECT NULL FROM (${rebuild.violations})` })
  }
  // Asked only of those who may have touched it: for a hundred migrations it would be a hundred statements more.
  if (step.statements.some((statement) => mayTouch(statement, tables.history))) parts.push({ kind: 'kept', text: journalSql.kept(step) })
  // The last is what a commit that fails is taken for.
  parts.push({ kind: 'finish', text: journalSql.finish(step) })
  return parts
}

/** What runs statements of others, in which nothing need be said about the table. Nothing of SQLite does. */
const RUNS_OTHERS: ReadonlySet<string> = new Set(['CALL', 'DO', 'EXECUTE', 'SELECT'])

/** What a trigger does is not seen. */
function mayTouch(statement: Statement, table: string): boolean {
  return statement.text.toLowerCase().includes(table.toLowerCase()) || RUNS_OTHERS.has(firstWord(statement))
}
