// Owns: a place in a script, shown: file:line:column, the line, a caret under it.
// Must not know: what is wrong there.

import { readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import type { Place } from '@godwit/core'

export interface Excerpt {
  /** `migrations/0002_posts.sql:3:8`, as editors and terminals read it. */
  readonly where: string
  /** The line with its number, and the caret. */
  readonly lines: readonly string[]
}

export function excerptOf(place: Place, cwd: string): Excerpt {
  const { file, line, column } = place
  const shown = file === undefined ? 'statement' : isAbsolute(file) ? relative(cwd, file) || file : file
  const written = (file === undefined ? undefined : lineOfFile(resolve(cwd, file), line)) ?? firstLine(place)
  // Tabs stay tabs before the caret, so that it stands where the eye expects it.
  const indent = written.slice(0, column - 1).replace(/[^\t]/g, ' ')
  const gutter = String(line)
  return { where: `${shown}:${line}:${column}`, lines: [`  ${gutter} | ${written}`, `  ${' '.repeat(gutter.length)} | ${indent}^`] }
}

/** Undefined when the file is gone or shorter by now: the text of the plan is shown then. */
function lineOfFile(path: string, line: number): string | undefined {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\r|\n/)[line - 1]
  } catch {
    return undefined
  }
}

function firstLine({ text, column }: Place): string {
  return ' '.repeat(column - 1) + (text.split(/\r\n|\r|\n/)[0] ?? '')
}
