// Owns: which other tools have applied migrations to a database, going by the tables of theirs that are there.
// Must not know: which tools there are, why anybody asks.

import type { Row, Session } from '../../model/driver.ts'
import type { Plan } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import { presenceFrom } from '../../pure/journal/journal-from.ts'
import { hasApplied, type OtherTable, toolOf } from '../../pure/journal/other-histories.ts'
import type { Context } from '../context/context.ts'

/** `row`: what `presences` of `tables` was answered. No query where none of them is there. */
export async function otherHistories(
  session: Session,
  { line }: Context,
  { steps }: Plan,
  tables: readonly OtherTable[],
  row: Row | undefined,
): Promise<readonly Problem[]> {
  const found: Problem[] = []
  for (const [n, other] of tables.entries()) {
    // Where the catalogue cannot tell, reading does.
    if (presenceFrom(row?.[`n${n}`]) === 'absent') continue
    const tool = await toolIn(session, other)
    const to = steps.at(-1)?.id
    if (tool !== undefined && to !== undefined) found.push({ code: 'OTHER_HISTORY', line, tool, table: other.table, to })
  }
  return found
}

/** The tool, if it has applied anything. */
async function toolIn(session: Session, other: OtherTable): Promise<string | undefined> {
  const { dialect } = session
  const columns = (await session.run(dialect.columns(other.table, other.schema))).rows.map(({ name }) => String(name))
  const tool = toolOf(other, columns)
  if (tool === undefined) return undefined
  const { rows } = await session.run(hasApplied(dialect, other, columns))
  return rows.length === 0 ? undefined : tool
}
