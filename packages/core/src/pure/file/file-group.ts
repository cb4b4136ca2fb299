// Owns: which files make one migration.
// Must not know: what is in the files, which engine will read them.

import type { VariantName } from '../../model/migration.ts'
import { compareId } from '../line/compare-id.ts'
import type { FileName } from './file-name.ts'
import { invalidFile } from './invalid-file.ts'
import type { FilePart } from './name-part.ts'
import { versionOf } from '../line/version.ts'

export interface FoundFile {
  /** As the file system takes it. */
  readonly path: string
  /** As a person would write it. */
  readonly origin: string
  readonly name: Extract<FileName, { readonly kind: 'sql' | 'undo' | 'module' }>
}

export interface SqlFile {
  readonly path: string
  readonly origin: string
  readonly part: FilePart
  readonly variant: VariantName
  readonly transaction: 'auto' | 'forbidden'
}

export type FileGroup =
  | { readonly kind: 'sql'; readonly id: string; readonly files: readonly [SqlFile, ...SqlFile[]] }
  | { readonly kind: 'module'; readonly id: string; readonly path: string; readonly origin: string }

/**
 * Puts files that belong together together, in the order of their ids. Throws `MigrateError` with code `INVALID` on two
 * files that claim the same, and on a way down without its way up.
 */
export function groupFiles(found: readonly FoundFile[]): readonly FileGroup[] {
  const groups = new Map<string, FileGroup>()
  for (const file of found) if (file.name.kind !== 'undo') addTo(groups, file.name, file)
  let undoable: ReadonlyMap<string, readonly string[]> | undefined
  for (const file of found) {
    if (file.name.kind !== 'undo') continue
    undoable ??= byVersion([...groups.keys()])
    addTo(groups, { ...file.name, kind: 'sql', id: undoneId(file.origin, file.name.version, undoable), part: 'down' }, file)
  }
  const sorted = [...groups.values()].toSorted((a, b) => compareId(a.id, b.id))
  const folded = new Map<string, FileGroup>()
  for (const group of sorted) {
    refuseOnlyDown(group)
    refuseSuffixes(group, groups)
    const twin = folded.get(group.id.toLowerCase())
    // Many collations take them for one and the same primary key.
    if (twin !== undefined)
      throw invalidFile(originOf(group), `its id differs from that of ${originOf(twin)} only in case`, { id: group.id })
    folded.set(group.id.toLowerCase(), group)
  }
  return sorted
}

/** Of the file that a person would look at first. */
export function originOf(group: FileGroup): string {
  return group.kind === 'module' ? group.origin : (group.files.find((file) => file.part !== 'down') ?? group.files[0]).origin
}

function addTo(
  groups: Map<string, FileGroup>,
  name: Exclude<FoundFile['name'], { readonly kind: 'undo' }>,
  { path, origin }: FoundFile,
): void {
  const group = groups.get(name.id)
  if (name.kind === 'module') {
    if (group !== undefined) throw taken(name.id, originOf(group), origin)
    groups.set(name.id, { kind: 'module', id: name.id, path, origin })
    return
  }
  const { id, part, variant, transaction } = name
  const file: SqlFile = { path, origin, part, variant, transaction }
  if (group === undefined) {
    groups.set(id, { kind: 'sql', id, files: [file] })
    return
  }
  if (group.kind === 'module') throw taken(id, group.origin, origin)
  // Whether a whole file has a way down shows only when it is read; there it is compared with a down file.
  const rival = group.files.find((other) => other.variant === variant && (other.part === 'down') === (part === 'down'))
  if (rival !== undefined) {
    const what = `the ${part === 'down' ? 'way down' : 'way up'}${variant === 'any' ? '' : ` on ${variant}`} of `
    throw taken(id, rival.origin, origin, what)
  }
  groups.set(id, { ...group, files: [...group.files, file] })
}

/** Ids of Flyway's form, by their number. */
function byVersion(ids: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, string[]>()
  for (const id of ids) {
    if (!/^V\d+(?:[._]\d+)*__/.test(id)) continue
    const version = versionOf(id).join('.')
    versions.set(version, [...(versions.get(version) ?? []), id])
  }
  return versions
}

/** Flyway pairs an undo with its migration by the number alone; their descriptions may differ. */
function undoneId(origin: string, parts: readonly string[], undoable: ReadonlyMap<string, readonly string[]>): string {
  const version = parts.join('.')
  const [match, second] = undoable.get(version) ?? []
  if (match === undefined) throw invalidFile(origin, `there is no V${version}__….sql that it could undo`)
  if (second !== undefined) throw invalidFile(origin, `it could undo '${match}' or '${second}'; give them different numbers`)
  return match
}

function refuseOnlyDown(group: FileGroup): void {
  if (group.kind === 'module' || group.files.some((file) => file.part !== 'down')) return
  throw invalidFile(group.files[0].origin, `it is the way down of '${group.id}', and there is no way up`, { id: group.id })
}

/** `0001_x-up.sql` and `0001_x-down.sql` would be two migrations, the second of which undoes the first. */
function refuseSuffixes(group: FileGroup, groups: ReadonlyMap<string, FileGroup>): void {
  if (!/[-_]down$/i.test(group.id)) return
  const up = groups.get(`${group.id.slice(0, -'down'.length)}up`) ?? groups.get(group.id.slice(0, -'_down'.length))
  if (up === undefined) return
  throw invalidFile(originOf(group), `it would be a migration after ${originOf(up)}, not its way down; write .up.sql and .down.sql`, {
    id: group.id,
  })
}

function taken(id: string, first: string, second: string, what = ''): Error {
  return invalidFile(second, `${first} holds ${what}'${id}' already; keep one of them`, { id })
}
