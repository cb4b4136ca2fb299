// Owns: a folder of migration files as sources. The subpath `@godwit/core/directory`, and the only file system in core.
// Must not know: databases, histories, what the files say.

/// <reference types="node" />
import { readdirSync, readFileSync, statSync, type Dirent, type Stats } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Dialect } from '../model/dialect.ts'
import type { MigrationSource } from '../model/source.ts'
import { chooseFile, possibleFlavors } from '../pure/file/choose-file.ts'
import { decodeText } from '../pure/file/decode-text.ts'
import { groupFiles, originOf, type FileGroup, type FoundFile, type SqlFile } from '../pure/file/file-group.ts'
import { fileName, folderName, isFlyway, nestedFileName, type FileName, type FolderName } from '../pure/file/file-name.ts'
import { invalidFile } from '../pure/file/invalid-file.ts'
import { describeId } from '../pure/line/version.ts'
import { loadModuleMigration, type LoadModule } from './load-module.ts'
import { loadSql } from './load-sql.ts'

export { sharedNumbers, type SharedNumber } from '../pure/line/shared-number.ts'
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

const NO_FOLDER: FolderName = { kind: 'ignored' }

/**
 * The migrations in the folder at `path`, in the order of their ids. Nothing in it is opened yet: files are read when a
 * source is loaded. Rejects with `MigrateError`, code `INVALID`, when there is no such folder, or when a name in it
 * cannot be understood or claims what another one claims. The id of a migration is its file's or folder's name without
 * extension, engine, direction and `.autocommit`.
 */
export async function readDirectory(path: string, options: DirectoryOptions): Promise<readonly MigrationSource[]> {
  const folder = asWritten(resolve(path))
  const found: FoundFile[] = []
  const unnumbered: string[] = []
  for (const place of entriesOf({ path: resolve(path), origin: folder })) {
    const { entry } = place
    const file = fileName(entry.name)
    const nested: FolderName = entry.isFile() ? NO_FOLDER : folderName(entry.name)
    // Only what may be a migration is looked at more closely, so that a broken link to something else harms nobody.
    if (nested.kind === 'ignored' && (file.kind === 'ignored' || entry.isDirectory())) {
      refuseFlyway(place)
      continue
    }
    const kind = kindOf(place, entry)
    if (kind === 'folder') addFolder(found, place, nested)
    else if (file.kind === 'unnumbered') unnumbered.push(place.origin)
    else addFile(found, place, file, kind)
  }
  if (found.length === 0 && unnumbered.length > 0) {
    const names = unnumbered.join(', ')
    throw invalidFile(folder, `none of its modules begins with a number to order it by, and so none is a migration: ${names}`)
  }
  return groupFiles(found).map((group) => sourceOf(group, options))
}

function sourceOf(group: FileGroup, { dialect, loadModule = importModule }: DirectoryOptions): MigrationSource {
  const { id } = group
  const description = describeId(id)
  if (group.kind === 'module')
    return { kind: 'module', id, description, origin: group.origin, load: async () => loadModuleMigration(group, loadModule) }
  const upFile = chooseFile(group.files, 'up', dialect)
  const texts = new Map<SqlFile, string>()
  const read = (file: SqlFile): string => {
    const text = texts.get(file) ?? readText(file)
    texts.set(file, text)
    return text
  }
  const load: MigrationSource['load'] = async () => loadSql(group, dialect, read)
  // Written out: see upStep.
  if (upFile === undefined) return { kind: 'text', id, description, origin: originOf(group), load }
  // Which file's text ran is not known before the server's flavor is.
  if (possibleFlavors(group.files, dialect).length > 0) return { kind: 'text', id, description, origin: upFile.origin, load }
  return { kind: 'text', id, description, origin: upFile.origin, load, text: () => read(upFile) }
}

async function importModule(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href)
}

/** `0001_users/up.sql` and the like. */
function addFolder(found: FoundFile[], folder: Place, name: FolderName): void {
  if (name.kind === 'refused') throw invalidFile(folder.origin, name.reason)
  if (name.kind === 'ignored') return
  const before = found.length
  for (const place of entriesOf(folder)) {
    const file = nestedFileName(name.id, place.entry.name)
    if (file.kind !== 'ignored') addFile(found, place, file, kindOf(place, place.entry))
  }
  if (found.length > before) return
  const reason = 'there is no up.sql and no migration.sql in this folder; put it back, delete the folder, or begin its name with _'
  throw invalidFile(folder.origin, reason, { id: name.id })
}

/** Of a folder that is no migration. */
function refuseFlyway({ path, origin, entry }: Place & { readonly entry: Dirent }): void {
  if (!entry.isDirectory() || /^[._]/.test(entry.name)) return
  let names: readonly string[]
  try {
    names = readdirSync(path)
  } catch {
    // Whoever may not look into it cannot have meant it for this tool.
    return
  }
  const first = names.filter(isFlyway).toSorted()[0]
  if (first === undefined) return
  throw invalidFile(
    below(origin, first),
    `Flyway reads the folders inside its folder, and here they would be left out; move it to ${dirname(origin)}, or begin the name of ${origin} with _`,
  )
}

function addFile(found: FoundFile[], place: Place, name: FileName, kind: Kind): void {
  if (name.kind === 'refused') throw invalidFile(place.origin, name.reason)
  if (name.kind === 'ignored' || name.kind === 'unnumbered') return
  if (kind === 'file') found.push({ path: place.path, origin: place.origin, name })
  else
    throw invalidFile(place.origin, `a migration is a file, and this is ${kind === 'folder' ? 'a folder' : 'neither a file nor a folder'}`)
}

/** A file or folder: as the file system takes it, and as a person would write it. */
interface Place {
  readonly path: string
  readonly origin: string
}

type Kind = 'file' | 'folder' | 'other'

function kindOf(place: Place, entry: Dirent): Kind {
  const target = entry.isSymbolicLink() ? targetOf(place) : entry
  return target.isFile() ? 'file' : target.isDirectory() ? 'folder' : 'other'
}

function targetOf({ path, origin }: Place): Stats {
  try {
    return statSync(path)
  } catch (cause) {
    return cannotRead(origin, cause)
  }
}

function entriesOf(folder: Place): readonly (Place & { readonly entry: Dirent })[] {
  return (
    listed(folder)
      // Not the order of the disk: of two mistakes everybody is told the same one.
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => ({ entry, path: `${folder.path}${sep}${entry.name}`, origin: below(folder.origin, entry.name) }))
  )
}

/** Not the promised way here either: one trip through the thread pool takes as long as the list. */
function listed({ path, origin }: Place): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (cause) {
    return cannotRead(origin, cause)
  }
}

function below(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}${folder.endsWith(sep) ? '' : sep}${name}`
}

/** As an object: a name alone is first made into one, for every file again. */
const AS_TEXT = { encoding: 'utf8', flag: 'r' } as const

/** Where the text is not simply what the bytes say: a mark, a NUL, or what the runtime writes for bytes that are no UTF-8. */
const DOUBTFUL = /^\ufeff|[\0\ufffd]/

function readText(file: Place): string {
  // Decoded by the runtime while it reads, in a tenth of the time; in doubt the bytes are looked at.
  const text = contentsOf(file, (path) => readFileSync(path, AS_TEXT))
  if (!DOUBTFUL.test(text)) return text
  const decoding = decodeText(contentsOf(file, (path) => readFileSync(path)))
  if (decoding.ok) return decoding.text
  throw invalidFile(`${file.origin}:${decoding.line}`, decoding.reason)
}

/** Not the promised way: its trip through the thread pool takes ten times as long as reading a file of this size. */
function contentsOf<Contents>({ path, origin }: Place, read: (path: string) => Contents): Contents {
  try {
    return read(path)
  } catch (cause) {
    return cannotRead(origin, cause)
  }
}

/** Turns what the file system says into words. */
function cannotRead(origin: string, cause: unknown): never {
  throw invalidFile(origin, whyNotRead(cause), { cause })
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
