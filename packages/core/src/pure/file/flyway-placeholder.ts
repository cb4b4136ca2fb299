// Owns: what Flyway would have replaced in its files before it ran them: `${name}`.
// Must not know: other tools, how a file is refused.

import type { Lexis } from '../../model/lexis.ts'
import { walk } from '../lexing/walk.ts'

/** The name of a file of Flyway's form, `V1__init.sql` or `U1__init.sql`, at the end of a path. */
const FLYWAY = /(?:^|[\\/])[VU]\d+(?:[._]\d+)*__[^\\/]*$/
/** @see https://documentation.red-gate.com/flyway/reference/configuration/flyway-namespace/flyway-placeholder-replacement-setting */
const PLACEHOLDER = /\$\{[^{}\r\n]+\}/g

/** The first placeholder that would be run as it stands; those in comments harm nobody. */
export function flywayPlaceholder(
  text: string,
  origin: string,
  lexis: Lexis,
): { readonly placeholder: string; readonly offset: number } | undefined {
  if (!text.includes('${') || !FLYWAY.test(origin)) return undefined
  const code: (readonly [start: number, end: number])[] = []
  walk(text, lexis, { token: (_kind, start, end) => code.push([start, end]), statement: () => {}, lineComment: () => {} })
  const found = [...text.matchAll(PLACEHOLDER)].find(({ index }) => code.some(([start, end]) => start <= index && index < end))
  return found === undefined ? undefined : { placeholder: found[0], offset: found.index }
}
