// Owns: the migration that a group of SQL files is for one engine.
// Must not know: how files are read, what other migrations there are.

import type { Dialect } from '../model/dialect.ts'
import type { Migration, SqlFragment, SqlVariants, VariantName } from '../model/migration.ts'
import { chooseFile, isCloser, possibleFlavors } from '../pure/file/choose-file.ts'
import type { FileGroup, SqlFile } from '../pure/file/file-group.ts'
import { describeId } from '../pure/line/version.ts'
import { invalidFile } from '../pure/file/invalid-file.ts'
import { readSqlFile, type SqlScripts } from '../pure/file/sql-file.ts'

/** Gives the text of a file, or throws `MigrateError`. */
export type ReadText = (file: SqlFile) => string

type SqlGroup = Extract<FileGroup, { readonly kind: 'sql' }>

/**
 * Where a server of the family may turn out to be one or the other, with a variant for each: it is known when the session is
 * open, and the plan chooses then.
 */
export function loadSql(group: SqlGroup, dialect: Dialect, read: ReadText): Migration {
  const plain = loadFor(group, dialect, read)
  const flavors = possibleFlavors(group.files, dialect)
  if (flavors.length === 0) return plain
  const of = flavors.map((flavor) => [flavor, loadFor(group, { ...dialect, flavor }, read)] as const)
  const all: readonly (readonly [VariantName, Migration])[] =
    chooseFile(group.files, 'up', dialect) === undefined ? of : [...of, [dialect.family, plain]]
  const variants = (part: 'up' | 'down'): SqlVariants =>
    Object.fromEntries(all.flatMap(([name, migration]) => (Array.isArray(migration[part]) ? [[name, migration[part]]] : [])))
  const [up, down] = [variants('up'), variants('down')]
  const { id, description } = plain
  return {
    id,
    description,
    up: Object.keys(up).length === 0 ? plain.up : up,
    ...(Object.keys(down).length === 0 ? {} : { down }),
    ...(all.some(([, { transaction }]) => transaction === 'forbidden') ? { transaction: 'forbidden' } : {}),
    ...(all.some(([, { foreignKeys }]) => foreignKeys === 'suspended') ? { foreignKeys: 'suspended' } : {}),
  }
}

function loadFor(group: SqlGroup, dialect: Dialect, read: ReadText): Migration {
  const named = { id: group.id, description: describeId(group.id) }
  const upFile = chooseFile(group.files, 'up', dialect)
  if (upFile === undefined) return { ...named, up: unread(group.files, read) }

  const scripts = (file: SqlFile): SqlScripts => readSqlFile(read(file), file.origin, file.part, dialect.lexis)
  const up = scripts(upFile)
  if (up.up.length === 0)
    throw invalidFile(upFile.origin, "there is no statement for the way up in it; where there is nothing to do, write 'SELECT 1;'", {
      id: group.id,
    })

  const downFile = chosenDown(group, upFile, up, dialect)
  const down = downFile === undefined ? up : scripts(downFile)
  const used = downFile === undefined ? [upFile] : [upFile, downFile]
  // One for both ways, as a migration has it: a statement refused in a transaction must not be in one.
  const forbidden =
    used.some((file) => file.transaction === 'forbidden') || up.transaction === 'forbidden' || down.transaction === 'forbidden'
  const suspended = up.foreignKeys === 'suspended' || down.foreignKeys === 'suspended'
  const migration: Writable<Migration> = { id: named.id, description: named.description, up: up.up }
  // An empty way down is a template that nobody filled in, not the promise that there is nothing to undo.
  if (down.down.length > 0) migration.down = down.down
  if (forbidden) migration.transaction = 'forbidden'
  if (suspended) migration.foreignKeys = 'suspended'
  return migration
}

type Writable<Value> = { -readonly [name in keyof Value]: Value[name] }

/** A down file, unless the way down in the up file is meant for this engine more closely. */
function chosenDown(
  group: { readonly id: string; readonly files: readonly SqlFile[] },
  upFile: SqlFile,
  up: SqlScripts,
  dialect: Dialect,
): SqlFile | undefined {
  const downFile = chooseFile(group.files, 'down', dialect)
  if (downFile === undefined || up.down.length === 0) return downFile
  if (downFile.variant === upFile.variant)
    throw invalidFile(downFile.origin, `${upFile.origin} has a way down of its own; keep one of them`, { id: group.id })
  return isCloser(downFile.variant, upFile.variant, dialect) ? downFile : undefined
}

/** Variants for other engines, whole: this engine's lexer cannot tell markers from strings in their texts. None of it runs. */
function unread(files: readonly SqlFile[], read: ReadText): SqlVariants {
  const variants: { [name in VariantName]?: readonly SqlFragment[] } = {}
  for (const file of files) if (file.part !== 'down') variants[file.variant] = [{ text: read(file), file: file.origin, line: 1 }]
  return variants
}
