// Owns: whether another tool has applied migrations to a database in which a line of files is new: they may be the same files.
// Must not know: which tools there are, what is done where one has.

import type { Session } from '../model/driver.ts'
import type { Problem } from '../model/problem.ts'
import { presenceFrom } from '../pure/journal-from.ts'
import { hasApplied, type OtherTable, otherTables, presences, toolOf } from '../pure/other-histories.ts'
import type { Tables } from '../pure/tables.ts'

/** One query where none of their tables is there. Writes nothing. */
export async function lookAtOthers(
  session: Session,
  { history, lease, step }: Tables,
  line: string,
  to: string,
): Promise<readonly Problem[]> {
  const { dialect } = session
  const known = otherTables(dialect, [history, lease, step])
  const [row] = (await session.run(presences(dialect, known))).rows
  const found: Problem[] = []
  for (const [n, other] of known.entries()) {
    // Where the catalogue cannot tell, reading does.
    if (presenceFrom(row?.[`n${n}`]) === 'absent') continue
    const tool = await toolIn(session, other)
    if (tool !== undefined) found.push({ code: 'OTHER_HISTORY', line, tool, table: other.table, to })
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
