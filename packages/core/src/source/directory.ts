// Owns: a folder of migration files as sources. The subpath `@godwit/core/directory`, and the only file system in core.
// Must not know: databases, histories, what the files say.

// Files are read synchronously: they are small, nothing else happens meanwhile, and each file read by promises costs four
// hand-overs to other threads, ten times the read itself.

/// <reference types="node" />
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Dialect } from '../model/dialect.ts'
import type { MigrationSource } from '../model/source.ts'
import { chooseFile } from '../pure/choose-file.ts'
import { decodeText } from '../pure/decode-text.ts'
import { groupFiles, originOf, type FileGroup, type FoundFile, type SqlFile } from '../pure/file-group.ts'
import { describeId, fileName, folderId, nestedFileName, type FileName } from '../pure/file-name.ts'
import { invalidFile } from '../pure/invalid-file.ts'
import { loadModuleMigration, type LoadModule } from './load-module.ts'
import { loadSql } from './load-sql.ts'

export { sharedNumbers, type SharedNumber } from '../pure/shared-number.ts'
export type { LoadModule } from './load-module.ts'

export interface DirectoryOptions {
  /** Of the database that the migrations are for. Chooses among the variants of a migration. */
  readonly dialect: Dialect
  /**
   * Loads a TypeScript or JavaScript migration from its absolute path.
   * @defaultValue `import()`, which reads TypeScript from Node 22.18 on
   */
  readonly loadModule?: LoadModule
}

/**
 * The migrations in the folder at `path`, in the order of their ids. Nothing in it is opened yet: files are read when a
 * source is loaded. Rejects with `MigrateError`, code `INVALID`, when there is no such folder, or when a name in it
 * cannot be understood or claims what another one claims. The id of a migration is its file's or folder's name without
 * extension, engine, direction and `.autocommit`.
 */
export async function readDirectory(path: string, options: DirectoryOptions): Promise<readonly MigrationSource[]> {
  const folder = resolve(path)
  const found: FoundFile[] = []
  const unnumbered: string[] = []
  for (const entry of entriesOf(folder)) {
    const file = join(folder, entry.name)
    const origin = asWritten(file)
    const id = folderId(entry.name)
    const name = fileName(entry.name)
    // Only what may be a migration is looked at more closely, so that a broken link to something else harms nobody.
    if (id === undefined && (name.kind === 'ignored' || entry.isDirectory())) continue
    const kind = kindOf(file, entry, origin)
    if (kind === 'folder' && id !== undefined) found.push(...nestedFiles(file, id))
    else if (kind === 'file' && name.kind === 'unnumbered') unnumbered.push(origin)
    else if (kind !== 'folder') addFile(found, { path: file, origin }, name, kind)
  }
  if (found.length === 0 && unnumbered.length > 0) {
    throw invalidFile(asWritten(folder), `none of its modules begins with a number to order it by, and so none is a migration: ${unnumbered.join(', ')}`)
  }
  return groupFiles(found).map((group) => sourceOf(group, options))
}

function sourceOf(group: FileGroup, { dialect, loadModule = importModule }: DirectoryOptions): MigrationSource {
  const shown = { id: group.id, description: describeId(group.id), origin: originOf(group) }
  if (group.kind === 'module') return { kind: 'module', ...shown, load: async () => loadModuleMigration(group, loadModule) }
  const origin = chooseFile(group.files, 'up', dialect)?.origin ?? shown.origin
  return { kind: 'text', ...shown, origin, load: async () => loadSql(group, dialect, readText) }
}

async function importModule(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href)
}

/** `0001_users/up.sql` and the like. */
function nestedFiles(folder: string, id: string): readonly FoundFile[] {
  const found: FoundFile[] = []
  for (const entry of entriesOf(folder)) {
    const file = join(folder, entry.name)
    const origin = asWritten(file)
    const name = nestedFileName(id, entry.name)
    if (name.kind !== 'ignored') addFile(found, { path: file, origin }, name, kindOf(file, entry, origin))
  }
  if (found.length > 0) return found
  throw invalidFile(asWritten(folder), 'there is no up.sql and no migration.sql in this folder; put it back, or delete the folder', { id })
}

function addFile(found: FoundFile[], file: Omit<FoundFile, 'name'>, name: FileName, kind: Kind): void {
  if (name.kind === 'refused') throw invalidFile(file.origin, name.reason)
  if (name.kind === 'ignored' || name.kind === 'unnumbered') return
  if (kind !== 'file') throw invalidFile(file.origin, `a migration is a file, and this is ${kind === 'folder' ? 'a folder' : 'neither a file nor a folder'}`)
  found.push({ ...file, name })
}

type Kind = 'file' | 'folder' | 'other'

function kindOf(path: string, entry: Dirent, origin: string): Kind {
  const target = entry.isSymbolicLink() ? reading(origin, () => statSync(path)) : entry
  return target.isFile() ? 'file' : target.isDirectory() ? 'folder' : 'other'
}

function entriesOf(folder: string): readonly Dirent[] {
  const entries = reading(asWritten(folder), () => readdirSync(folder, { withFileTypes: true }))
  // Not the order of the disk: of two mistakes everybody is told the same one.
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readText({ path, origin }: SqlFile): string {
  const decoding = decodeText(reading(origin, () => readFileSync(path)))
  if (decoding.ok) return decoding.text
  throw invalidFile(`${origin}:${decoding.line}`, decoding.reason)
}

/** Turns what the file system says into words. */
function reading<Result>(origin: string, read: () => Result): Result {
  try {
    return read()
  } catch (cause) {
    throw invalidFile(origin, whyNotRead(cause), { cause })
  }
}

function whyNotRead(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  switch (code) {
    case 'ENOENT':
      return 'it does not exist, or is a link to something that does not'
    case 'ENOTDIR':
      return 'it is a file; give the folder that the migrations are in'
    case 'EACCES':
    case 'EPERM':
      return 'reading it is not permitted'
    case 'ELOOP':
      return 'it is a link that leads back to itself'
    default:
      return `it could not be read: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}

/** Below the working folder as a relative path, as a person would type it; elsewhere in full. */
function asWritten(path: string): string {
  const short = relative(process.cwd(), path)
  if (short === '') return '.'
  return short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short) ? path : short
}
