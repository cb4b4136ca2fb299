// Owns: whether an applied migration still means what it meant.
// Must not know: targets, plans.

import type { Dialect } from '../../model/dialect.ts'
import type { Receipt } from '../../model/journal.ts'
import type { Migration } from '../../model/migration.ts'
import type { Problem } from '../../model/problem.ts'
import { codeChecksum, compile, MANUAL, rawChecksumOf } from '../line/compile.ts'
import { variant } from '../line/variant.ts'

/**
 * Undefined when nothing changed. The raw checksum is compared first: text that is the same to the letter need not be
 * read by the lexer, and that is nearly always so.
 */
export function drift(migration: Migration, receipt: Receipt, dialect: Dialect, origin: string | undefined): Problem | undefined {
  const { id } = migration
  if (receipt.checksum === MANUAL) return { code: 'CHECKSUM_MANUAL', id }
  const changed = (found: string): Problem => ({ code: 'CHECKSUM_CHANGED', id, recorded: receipt.checksum, found, origin })
  const chosen = variant(migration.up, dialect)
  switch (chosen.kind) {
    case 'code':
    case 'steps': {
      const found = codeChecksum(chosen.revision)
      return found === receipt.checksum ? undefined : changed(found)
    }
    case 'missing':
      return receipt.checksum === compileNothing(dialect) ? undefined : changed('no variant for this engine')
    case 'sql': {
      if (receipt.rawChecksum !== undefined && rawChecksumOf(chosen.script) === receipt.rawChecksum) return undefined
      const compiled = compile(chosen.script, dialect.lexis)
      if (!compiled.ok) return { code: 'SQL_UNREADABLE', id, reason: compiled.reason, place: compiled.place }
      return compiled.checksum === receipt.checksum ? undefined : changed(compiled.checksum)
    }
    default:
      return chosen satisfies never
  }
}

/** The checksum of a migration that means nothing to this engine. */
export function compileNothing(dialect: Dialect): string {
  const nothing = compile([], dialect.lexis)
  return nothing.ok ? nothing.checksum : ''
}
