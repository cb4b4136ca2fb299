// Owns: the migrations of one line as the code has them: unique, valid, in order.
// Must not know: the database, how a migration is loaded.

import { MigrateError } from '../../model/error.ts'
import type { Migration, Script, SqlScript } from '../../model/migration.ts'
import { compareId } from './compare-id.ts'
import { codeChecksum } from './compile.ts'
import { isObject, misshapen } from './misshapen.ts'

export interface Entry {
  readonly id: string
  readonly description: string
  /** The file it comes from, if any. */
  readonly origin: string | undefined
  /** Undefined as long as it is only known by name. */
  readonly migration: Migration | undefined
  /** Of the text that it was read from, where that is more than its script. */
  readonly rawChecksum?: string | undefined
}

export interface Registry {
  readonly line: string
  readonly requires: readonly string[]
  /** In the order of their ids. */
  readonly entries: readonly Entry[]
  readonly byId: ReadonlyMap<string, Entry>
}

/** `entries` are in the order that `byOrder` gives. */
export function registry(line: string, requires: readonly string[], entries: readonly Entry[]): Registry {
  const byId = new Map<string, Entry>()
  for (const entry of entries) byId.set(entry.id, entry)
  return { line, requires, entries, byId }
}

export function byOrder(a: Entry, b: Entry): number {
  return compareId(a.id, b.id)
}

/** The longest key that every engine can index. */
const LONGEST_ID = 191
/** A key too, with `revision:` before it. A server that is not strict would cut it off, and then call it changed. */
const LONGEST_REVISION = LONGEST_ID - codeChecksum('').length

/** Throws `MigrateError` with code `INVALID`, if this is no list. */
export function listed<Each>(what: string, list: readonly Each[]): readonly Each[] {
  const given: unknown = list
  if (!Array.isArray(given)) throw invalid(undefined, `The ${what} to be added are not a list.`)
  return list
}

/** Throws `MigrateError` with code `INVALID` that names the id, if the migration cannot be used. */
export function checkMigration(migration: Migration): void {
  if (!isObject(migration)) throw invalid(undefined, 'What was added is not a migration: an object with an id, a description and `up`.')
  const { id } = migration
  checkId(id)
  if (typeof migration.description !== 'string' || migration.description.trim() === '') {
    throw invalid(id, `Migration '${id}' has no description.`)
  }
  if (migration.description.includes('\0')) throw invalid(id, `The description of migration '${id}' has a NUL character in it.`)
  const up: unknown = migration.up
  if (up === undefined) throw invalid(id, `Migration '${id}' has no 'up'.`)
  const reason = misshapen(migration)
  if (reason !== undefined) throw invalid(id, `Migration '${id}' cannot be used: ${reason}.`)
  if (isEmpty(migration.up)) throw invalid(id, `Migration '${id}' has an empty 'up': it would do nothing.`)
  if (migration.down !== undefined && isEmpty(migration.down)) {
    throw invalid(id, `Migration '${id}' has an empty 'down'. Leave 'down' out to say that there is no way back.`)
  }
  if (migration.check !== undefined && (migration.foreignKeys === 'suspended' || (isCode(migration.up) && migration.up.kind === 'steps'))) {
    throw invalid(
      id,
      `Migration '${id}' has a 'check' and is not one plain transaction. A check is asked inside the transaction that it decides about.`,
    )
  }
  checkRevision(id, 'up', migration.up)
  if (migration.down !== undefined) checkRevision(id, 'down', migration.down)
}

function checkRevision(id: string, name: 'up' | 'down', script: Script): void {
  if (!isCode(script)) return
  const { revision } = script
  if (revision.trim() === '')
    throw invalid(id, `Migration '${id}': the code of '${name}' has no revision. It is its checksum; any text will do.`)
  if (revision.length > LONGEST_REVISION || revision.includes('\0'))
    throw invalid(
      id,
      `Migration '${id}': the revision of '${name}' ${revision.includes('\0') ? 'has a NUL character in it' : `has ${revision.length} characters; ${LONGEST_REVISION} is the most`}.`,
    )
}

/** Throws `MigrateError` with code `INVALID`, if this cannot name a migration on every engine. */
export function checkId(id: unknown): asserts id is string {
  if (typeof id !== 'string' || id === '') throw invalid(undefined, 'A migration has no id.')
  if (id.trim() !== id || /\p{Cc}/u.test(id))
    throw invalid(id, `The id ${JSON.stringify(id)} has white space around it or a control character in it.`)
  if (id.length > LONGEST_ID) throw invalid(id, `The id '${id.slice(0, 40)}…' has ${id.length} characters; ${LONGEST_ID} is the most.`)
  if (id === 'latest' || id === 'nothing') throw invalid(id, `'${id}' cannot be an id: it is a target.`)
}

export function duplicate(id: string, first: string | undefined, second: string | undefined): MigrateError<'INVALID'> {
  const where = first !== undefined || second !== undefined ? `: ${first ?? 'added in code'} and ${second ?? 'added in code'}` : ''
  return invalid(id, `Migration with id '${id}' already exists${where}.`)
}

export function isCode(script: Script): script is Extract<Script, { readonly kind: string }> {
  return 'kind' in script
}

function isEmpty(script: Script): boolean {
  if (isCode(script)) return false
  if (Array.isArray(script)) return isBlank(script)
  const variants: readonly (SqlScript | undefined)[] = Object.values(script)
  return variants.length === 0 || variants.some((variant) => variant !== undefined && isBlank(variant))
}

function isBlank(script: SqlScript): boolean {
  return !script.some((piece) => /\S/.test(typeof piece === 'string' ? piece : piece.text))
}

function invalid(id: string | undefined, message: string): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', message, { subject: 'migration', id })
}
