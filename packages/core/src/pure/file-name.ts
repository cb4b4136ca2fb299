// Owns: what the name of one file in a migration folder says.
// Must not know: what is in the file, which other files there are.

import type { VariantName } from '../model/migration.ts'
import { nearest } from './nearest.ts'
import { versionOf } from './version.ts'

/** `whole`: the name does not say; markers inside may, and without any it is all up. */
export type FilePart = 'up' | 'down' | 'whole'

export interface SqlName {
  readonly kind: 'sql'
  /** The name without its extension and without the parts below: what is recorded and shown. */
  readonly id: string
  readonly part: FilePart
  readonly variant: VariantName
  readonly transaction: 'auto' | 'forbidden'
}

export type FileName =
  | SqlName
  /** Flyway's `U1__undo.sql`: the down of whichever file is `V1__…`, so its id is known only beside the others. */
  | (Omit<SqlName, 'kind' | 'id' | 'part'> & { readonly kind: 'undo'; readonly version: readonly string[] })
  | { readonly kind: 'module'; readonly id: string }
  /** Code without a number in front: `index.ts`, `types.ts`, or a migration that somebody forgot to number. */
  | { readonly kind: 'unnumbered' }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly reason: string }

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
// Flyway's form, a date with dashes, a date with a time, any other number with dots.
const NUMBER = /^(?:V\d+(?:[._]\d+)*(?=__)|[Vv]?(?:\d{4}-\d{2}-\d{2}(?:[-T:]\d+)*|\d{8}T\d+|\d+(?:\.\d+)*))/
const WORDS = [...Object.keys(VARIANTS), 'up', 'down', 'autocommit']
const IGNORED: FileName = { kind: 'ignored' }

/** Reads the name of a file that lies in the migration folder itself. */
export function fileName(name: string): FileName {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  // An underscore is how a folder keeps support files among its migrations; a dot is how editors and systems hide theirs.
  if (extension === undefined || /^[._]/.test(name)) return IGNORED
  const stem = name.slice(0, -extension.length - 1).normalize('NFC')
  switch (extension) {
    case 'sql':
      return sqlName(stem)
    case 'ts':
    case 'mts':
    case 'cts':
    case 'js':
    case 'mjs':
    case 'cjs':
      return moduleName(stem)
    case 'conf':
      return stem.toLowerCase().endsWith('.sql')
        ? refused('settings of Flyway are not read; write `-- migrate: transaction=forbidden` at the top of the SQL file and delete this one')
        : IGNORED
    default:
      return IGNORED
  }
}

/** Reads the name of a file in the folder of one migration, `0001_users/up.sql`. */
export function nestedFileName(id: string, name: string): FileName {
  const extension = /\.sql$/i.exec(name)?.[0]
  if (extension === undefined || /^[._]/.test(name)) return IGNORED
  const { rest, ...parts } = peel(name.slice(0, -extension.length))
  if (parts.problem !== undefined) return refused(parts.problem)
  const [first, ...more] = rest
  if (first === 'migration' && more.length === 0) return { kind: 'sql', id, ...parts.said }
  if (first === undefined && parts.said.part !== 'whole') return { kind: 'sql', id, ...parts.said }
  return refused('the folder of a migration holds up.sql and down.sql, or migration.sql and down.sql; this would be left out')
}

/** The id that a folder name gives, or undefined when the folder is not a migration's: `meta`, `refs`, `.git`. */
export function folderId(name: string): string | undefined {
  return versionOf(name).length === 0 ? undefined : name.normalize('NFC')
}

/** What the id says to a person: `0001_create_users` is `create users`. The id itself when nothing is left. */
export function describeId(id: string): string {
  return id.slice(numberOf(id).length).replace(/[-_\s.]+/g, ' ').trim() || id
}

/** The number as written, dates with their dashes and times included: `2026-01-01-093000_x`, `20260101T0930_x`. */
export function numberOf(id: string): string {
  return NUMBER.exec(id)?.[0] ?? ''
}

function sqlName(stem: string): FileName {
  if (stem.startsWith('R__')) {
    return refused('repeatable migrations are not supported; put each change of it into a numbered migration of its own')
  }
  if (/^B\d+(?:[._]\d+)*__/.test(stem)) {
    return refused('baseline migrations are not supported; name it V… to run it as the first one, or use `migrate baseline` on a database that has it')
  }
  const { rest, said, problem } = peel(stem)
  if (problem !== undefined) return refused(problem)
  const id = rest.join('.')
  const undo = /^U(\d+(?:[._]\d+)*)__/.exec(id)?.[1]
  if (undo !== undefined) {
    if (said.part !== 'whole') return refused('U already says that it is the way down; take the direction out of the name')
    const { variant, transaction } = said
    return { kind: 'undo', version: versionOf(`V${undo}__`), variant, transaction }
  }
  if (versionOf(id).length === 0) {
    return refused('its name does not begin with a number to order it by; begin it with one, or with _ if it is no migration')
  }
  const described = id.slice(numberOf(id).length)
  if (/^\.(?:do|undo)(?:\.|$)/i.test(described)) return refused('names of Postgrator are not read; write .up.sql and .down.sql')
  // Left in the id, a misspelt engine would make a migration for every engine out of one that was meant for one.
  const [, ...words] = described.replace(/^\./, '').split('.')
  const foreign = words.find((word) => !/^\d/.test(word) && !WORDS.includes(word.toLowerCase()))
  if (foreign !== undefined) return refused(unknownPart(foreign))
  return { kind: 'sql', id, ...said }
}

function moduleName(stem: string): FileName {
  if (/\.(?:d|test|spec)$/i.test(stem)) return IGNORED
  if (versionOf(stem).length === 0) return { kind: 'unnumbered' }
  const last = /\.([^.]+)$/.exec(stem)?.[1]?.toLowerCase()
  if (last !== undefined && WORDS.includes(last)) {
    return refused(`\`.${last}\` is for SQL files; a module exports \`up\` and \`down\`, each with a variant per engine where they differ`)
  }
  return { kind: 'module', id: stem }
}

/** Takes the parts that have a meaning off the end of a name. */
function peel(stem: string): {
  readonly rest: readonly string[]
  readonly said: Omit<SqlName, 'kind' | 'id'>
  readonly problem: string | undefined
} {
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

function unknownPart(word: string): string {
  const guess = word.length < 4 ? undefined : nearest(word, WORDS)
  return `\`.${word}\` in its name is ${guess === undefined ? 'not an engine, a direction or autocommit; write _ instead of the dot' : `unknown; did you mean .${guess}?`}`
}

function refused(reason: string): FileName {
  return { kind: 'refused', reason }
}
