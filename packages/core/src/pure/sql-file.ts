// Owns: the text of one SQL file as scripts for the way up and the way down.
// Must not know: other files, databases.

import type { Lexis } from '../model/lexis.ts'
import type { SqlFragment } from '../model/migration.ts'
import type { FilePart } from './name-part.ts'
import { invalidFile } from './invalid-file.ts'
import { keepStatements } from './kept-statements.ts'
import { positions } from './position.ts'
import { sqlSections } from './sql-section.ts'

export interface SqlScripts {
  readonly up: readonly SqlFragment[]
  readonly down: readonly SqlFragment[]
  readonly transaction: 'auto' | 'forbidden'
  readonly foreignKeys: 'enforced' | 'suspended'
}

/** Throws `MigrateError` with code `INVALID` that names `origin` and the line, on markers that contradict each other. */
export function readSqlFile(text: string, origin: string, part: FilePart, lexis: Lexis): SqlScripts {
  const found = sqlSections(text, origin, part, lexis)
  if (!found.ok) throw invalidFile(`${origin}:${positions(text, 1)(found.offset).line}`, found.reason)
  const { sections, by, transaction, foreignKeys } = found
  const up: SqlFragment[] = []
  const down: SqlFragment[] = []
  const positionOf = positions(text, 1)
  for (const { direction, start, end, statements } of sections) {
    const fragment = { text: text.slice(start, end), file: origin, line: positionOf(start).line }
    if (statements !== undefined) keepStatements(fragment, { lexis, statements, by })
    if (direction === 'up') up.push(fragment)
    else down.push(fragment)
  }
  return { up, down, transaction, foreignKeys }
}
