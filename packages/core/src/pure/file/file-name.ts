// Owns: what the name of one file in a migration folder says.
// Must not know: what is in the file, which other files there are.

import type { VariantName } from '../../model/migration.ts'
import { foreignPart, isPart, peel, unknownPart, type FilePart } from './name-part.ts'
import { numberOf, versionOf } from '../line/version.ts'

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

/** A folder whose name has no number in front, such as `meta`, is nobody's business. */
export type FolderName =
  | { readonly kind: 'folder'; readonly id: string }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly reason: string }

const IGNORED: FileName = { kind: 'ignored' }

/** What goose, Flyway and others run too: compiled or interpreted elsewhere, or SQL under another name. */
const FOREIGN = new Set(['go', 'java', 'kt', 'groovy', 'cs', 'py', 'rb', 'php', 'exs', 'rs', 'sh', 'psql', 'pgsql', 'ddl'])

/** Reads the name of a file that lies in the migration folder itself. */
export function fileName(name: string): FileName {
  // What nearly all are called, with nothing in it that could be taken for something else.
  if (/^\d[\w-]*\.sql$/.test(name)) {
    return { kind: 'sql', id: name.slice(0, -'.sql'.length), part: 'whole', variant: 'any', transaction: 'auto' }
  }
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
        ? refused(
            'settings of Flyway are not read; write `-- migrate: transaction=forbidden` at the top of the SQL file and delete this one',
          )
        : IGNORED
    default:
      return FOREIGN.has(extension) && versionOf(stem).length > 0
        ? refused(
            `a migration is a .sql file or a module in JavaScript or TypeScript, and this .${extension} would be left out; write it as one, or begin its name with _`,
          )
        : IGNORED
  }
}

/** A migration of Flyway, which reads the folders in its folder too. `name`: of a file in a folder that is none here. */
export function isFlyway(name: string): boolean {
  return /^(?:[VUB]\d+(?:[._]\d+)*|R)__.*\.sql$/i.test(name)
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

/** Reads the name of a folder that lies in the migration folder. */
export function folderName(name: string): FolderName {
  const id = name.normalize('NFC')
  if (versionOf(id).length === 0) return { kind: 'ignored' }
  const { rest } = peel(id)
  const part = id.slice(rest.join('.').length) || foreignPart(id)
  return part === undefined
    ? { kind: 'folder', id }
    : refused(`\`${part}\` in its name means nothing there; put engine, direction and autocommit into the names of its files`)
}

function sqlName(stem: string): FileName {
  if (stem.startsWith('R__')) {
    return refused('repeatable migrations are not supported; put each change of it into a numbered migration of its own')
  }
  if (/^B\d+(?:[._]\d+)*__/.test(stem)) {
    return refused(
      'baseline migrations are not supported; name it V… to run it as the first one, or use `migrate baseline` on a database that has it',
    )
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
  const foreign = foreignPart(id)
  if (foreign !== undefined) return refused(unknownPart(foreign))
  return { kind: 'sql', id, ...said }
}

function moduleName(stem: string): FileName {
  if (/\.(?:d|test|spec)$/i.test(stem)) return IGNORED
  if (versionOf(stem).length === 0) return { kind: 'unnumbered' }
  const last = /\.([^.]+)$/.exec(stem)?.[1]
  if (last !== undefined && isPart(last)) {
    return refused(`\`.${last}\` is for SQL files; a module exports \`up\` and \`down\`, each with a variant per engine where they differ`)
  }
  return { kind: 'module', id: stem }
}

function refused(reason: string): { readonly kind: 'refused'; readonly reason: string } {
  return { kind: 'refused', reason }
}
