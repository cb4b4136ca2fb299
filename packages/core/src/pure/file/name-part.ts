// Owns: the parts between the dots of a name that have a meaning: engine, direction, autocommit.
// Must not know: extensions, which names are migrations.

import type { VariantName } from '../../model/migration.ts'
import { nearest } from '../line/nearest.ts'
import { numberOf } from '../line/version.ts'

/** `whole`: the name does not say; markers inside may, and without any it is all up. */
export type FilePart = 'up' | 'down' | 'whole'

export interface Peeled {
  /** What is left of the name, at its dots. */
  readonly rest: readonly string[]
  readonly said: { readonly part: FilePart; readonly variant: VariantName; readonly transaction: 'auto' | 'forbidden' }
  /** Small first letter, no full stop. */
  readonly problem: string | undefined
}

const VARIANTS: Readonly<Record<string, VariantName>> = {
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  libsql: 'libsql',
  postgres: 'postgres',
  postgresql: 'postgres',
  pg: 'postgres',
  cockroach: 'cockroach',
  cockroachdb: 'cockroach',
  yugabyte: 'yugabyte',
  yugabytedb: 'yugabyte',
  mysql: 'mysql',
  mariadb: 'mariadb',
  tidb: 'tidb',
}
const WORDS = [...Object.keys(VARIANTS), 'up', 'down', 'autocommit']

export function isPart(word: string): boolean {
  return WORDS.includes(word.toLowerCase())
}

/** Takes the parts that have a meaning off the end of a name. */
export function peel(stem: string): Peeled {
  const rest = stem.split('.')
  let part: FilePart = 'whole'
  let variant: VariantName = 'any'
  let transaction: 'auto' | 'forbidden' = 'auto'
  let problem: string | undefined
  for (;;) {
    const word = rest.at(-1)?.toLowerCase() ?? ''
    const named = Object.hasOwn(VARIANTS, word) ? VARIANTS[word] : undefined
    if (word === 'up' || word === 'down') {
      if (part !== 'whole') problem ??= 'its name says a direction twice'
      part = word
    } else if (word === 'autocommit') {
      transaction = 'forbidden'
    } else if (named !== undefined) {
      if (variant !== 'any') problem ??= `its name says two engines, ${named} and ${variant}; one file is for one engine`
      variant = named
    } else {
      return { rest, said: { part, variant, transaction }, problem }
    }
    rest.pop()
  }
}

/** Left in the id, a misspelt engine would make a migration for every engine out of one that was meant for one. */
export function foreignPart(id: string): string | undefined {
  const [, ...words] = id.slice(numberOf(id).length).replace(/^\./, '').split('.')
  const word = words.find((candidate) => !/^\d/.test(candidate) && !isPart(candidate))
  return word === undefined ? undefined : `.${word}`
}

/** What to say about a part that `foreignPart` found. */
export function unknownPart(part: string): string {
  const guess = part.length < 5 ? undefined : nearest(part.slice(1), WORDS)
  const advice =
    guess === undefined ? 'not an engine, a direction or autocommit; write _ instead of the dot' : `unknown; did you mean .${guess}?`
  return `\`${part}\` in its name is ${advice}`
}
