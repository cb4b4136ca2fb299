// Owns: the text of one SQL file as scripts for the way up and the way down.
// Must not know: other files, databases.

import type { Lexis } from '../model/lexis.ts'
import type { SqlFragment } from '../model/migration.ts'
import type { FilePart } from './file-name.ts'
import { invalidFile } from './invalid-file.ts'
import { lexemes } from './lexeme.ts'
import { sqlSections } from './sql-section.ts'

export interface SqlScripts {
  readonly up: readonly SqlFragment[]
  readonly down: readonly SqlFragment[]
  readonly transaction: 'auto' | 'forbidden'
  readonly foreignKeys: 'enforced' | 'suspended'
}

/** Throws `MigrateError` with code `INVALID` that names `origin` and the line, on markers that contradict each other. */
export function readSqlFile(text: string, origin: string, part: FilePart, lexis: Lexis): SqlScripts {
  const found = sqlSections(text, lexemes(text, lexis), part)
  if (!found.ok) throw invalidFile(`${origin}:${lineAt(text, found.offset)}`, found.reason)
  const { sections, transaction, foreignKeys } = found
  const script = (wanted: 'up' | 'down'): readonly SqlFragment[] =>
    sections.flatMap(({ direction, start, end }) =>
      direction === wanted ? [{ text: text.slice(start, end), file: origin, line: lineAt(text, start) }] : [],
    )
  return { up: script('up'), down: script('down'), transaction, foreignKeys }
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
