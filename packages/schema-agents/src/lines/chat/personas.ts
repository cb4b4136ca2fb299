// Owns: where a persona's database is, by name, and whose database a name is.
// Must not know: files, drivers. Nothing is opened, made or deleted here.

import { NotAllowed } from '../../sql/not-allowed.ts'

/** The persona that is always there. */
export const DEFAULT_PERSONA: string = 'default'
const ID = /^[A-Za-z0-9-]{1,64}$/
const MAIN_FILE = 'main.db'
const MAIN_NAME = 'main'
const LONGEST_NAME = 40

/** `default`, or 1 to 64 letters, digits and `-`. Throws `RangeError`: ids come from outside and become names of files. */
export function checkPersonaId(id: unknown): asserts id is string {
  if (typeof id === 'string' && ID.test(id)) return
  const shown = typeof id === 'string' ? JSON.stringify(id.slice(0, 80)) : String(id)
  throw new RangeError(`${shown} is no persona: an id is ${DEFAULT_PERSONA}, or 1 to 64 letters, digits and hyphens. Nothing was opened.`)
}

/** The name of its file, in the one folder of all personas. Throws `RangeError` on what is no id; no id at all is not `default`. */
export function personaFile(id: string): string {
  checkPersonaId(id)
  return id === DEFAULT_PERSONA ? MAIN_FILE : `persona_${id}.db`
}

/** Whose file it is; null where it is no persona's: sidecars, other names, ids that could not have been given. */
export function personaOfFile(file: string): string | null {
  if (file === MAIN_FILE) return DEFAULT_PERSONA
  const id = /^persona_(.*)\.db$/.exec(file)?.[1]
  return id !== undefined && id !== DEFAULT_PERSONA && ID.test(id) ? id : null
}

/**
 * All that SQLite may leave of it, in the order in which to delete: a journal that outlives its file is taken for that of the next one
 * of its name, and while the file is there the persona is still listed. Throws `NotAllowed` `word` on `default`, which is never
 * deleted, and `RangeError` on what is no id.
 */
export function personaFilesToDelete(id: string): readonly string[] {
  const file = personaFile(deletable(id))
  return [`${file}-journal`, `${file}-wal`, `${file}-shm`, file]
}

/** As `personaName`, for whoever drops it. Throws `NotAllowed` `word` on `default`. */
export function personaNameToDrop(id: string): string {
  return personaName(deletable(id))
}

/**
 * The name of its schema on PostgreSQL, of its database on MySQL; both fold capitals or may, and allow no `-`. `-` is written `_`, a
 * capital `zx`, `z` itself `zz`: two ids never share a name. Throws `RangeError` on what is no id and on what gets longer than 40
 * characters: every UUID in small letters fits.
 */
export function personaName(id: string): string {
  checkPersonaId(id)
  if (id === DEFAULT_PERSONA) return MAIN_NAME
  const name = `p_${id.replaceAll(/[-zA-Z]/g, (letter) => (letter === '-' ? '_' : escaped(letter)))}`
  if (name.length <= LONGEST_NAME) return name
  throw new RangeError(`The persona ${JSON.stringify(id)} has no schema or database: ${name} is longer than ${LONGEST_NAME} characters.`)
}

/** Whose schema or database it is; null where it is no persona's. */
export function personaOfName(name: string): string | null {
  if (name === MAIN_NAME) return DEFAULT_PERSONA
  const written = /^p_((?:[a-y0-9_]|z[a-z0])+)$/.exec(name)?.[1]
  if (written === undefined) return null
  const id = written.replaceAll(/_|z./g, (part) => (part === '_' ? '-' : unescaped(part)))
  return ID.test(id) && id !== DEFAULT_PERSONA && name.length <= LONGEST_NAME ? id : null
}

/** `default` first, the others as their ids are. */
export function personasInOrder(ids: readonly string[]): readonly string[] {
  const others = ids.filter((id) => id !== DEFAULT_PERSONA).toSorted()
  return ids.includes(DEFAULT_PERSONA) ? [DEFAULT_PERSONA, ...others] : others
}

function deletable(id: string): string {
  checkPersonaId(id)
  if (id !== DEFAULT_PERSONA) return id
  throw new NotAllowed('word', `The persona ${DEFAULT_PERSONA} cannot be deleted. Nothing was deleted.`)
}

function escaped(letter: string): string {
  return letter === 'z' ? 'zz' : letter === 'Z' ? 'z0' : `z${letter.toLowerCase()}`
}

function unescaped(part: string): string {
  return part === 'zz' ? 'z' : part === 'z0' ? 'Z' : part.slice(1).toUpperCase()
}
