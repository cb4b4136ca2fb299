// Owns: the text of one SQL file as scripts for the way up and the way down.
// Must not know: other files, databases.

import type { Lexis } from '../../model/lexis.ts'
import type { SqlFragment } from '../../model/migration.ts'
import type { FilePart } from './name-part.ts'
import { flywayPlaceholder } from './flyway-placeholder.ts'
import { invalidFile } from './invalid-file.ts'
import { keepStatements } from '../lexing/kept-statements.ts'
import { positions } from '../lexing/position.ts'
import { sqlSections } from './sql-section.ts'

export interface SqlScripts {
  readonly up: readonly SqlFragment[]
  readonly down: readonly SqlFragment[]
  readonly transaction: 'auto' | 'forbidden'
  readonly foreignKeys: 'enforced' | 'suspended'
}

/** Throws `MigrateError` with code `INVALID` that names `origin` and the line, on markers that contradict each other and on placeholders of Flyway. */
export function readSqlFile(text: string, origin: string, part: FilePart, lexis: Lexis): SqlScripts {
  const refuse = (offset: number, reason: string): Error => invalidFile(`${origin}:${positions(text, 1)(offset).line}`, reason)
  const flyway = flywayPlaceholder(text, origin, lexis)
  if (flyway !== undefined)
    throw refuse(
      flyway.offset,
      `Flyway would put a value in the place of ${flyway.placeholder}, and nothing is replaced here; write the value, or, where these characters are meant, two strings: '$' and '{…}', joined`,
    )
  const found = sqlSections(text, origin, part, lexis)
  if (!found.ok) throw refuse(found.offset, found.reason)
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
