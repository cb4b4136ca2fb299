// Owns: the text of one SQL file as scripts for the way up and the way down.
// Must not know: other files, databases.

import type { Lexis } from '../model/lexis.ts'
import type { SqlFragment } from '../model/migration.ts'
import type { FilePart } from './name-part.ts'
import { invalidFile } from './invalid-file.ts'
import { positions } from './position.ts'
import { sqlSections, type Section } from './sql-section.ts'

export interface SqlScripts {
  readonly up: readonly SqlFragment[]
  readonly down: readonly SqlFragment[]
  readonly transaction: 'auto' | 'forbidden'
  readonly foreignKeys: 'enforced' | 'suspended'
}

/** Throws `MigrateError` with code `INVALID` that names `origin` and the line, on markers that contradict each other. */
export function readSqlFile(text: string, origin: string, part: FilePart, lexis: Lexis): SqlScripts {
  const found = sqlSections(text, part, lexis)
  if (!found.ok) throw invalidFile(`${origin}:${positions(text, 1)(found.offset).line}`, found.reason)
  const { sections, transaction, foreignKeys } = found
  return { up: script(text, origin, sections, 'up'), down: script(text, origin, sections, 'down'), transaction, foreignKeys }
}

function script(text: string, file: string, sections: readonly Section[], wanted: 'up' | 'down'): readonly SqlFragment[] {
  const positionOf = positions(text, 1)
  return sections.flatMap(({ direction, start, end }) =>
    direction === wanted ? [{ text: text.slice(start, end), file, line: positionOf(start).line }] : [],
  )
}
