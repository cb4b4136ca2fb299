// Owns: a moment of the last change that is also a revision: it grows with every change, also within one millisecond and over a clock that
// goes back, so that who read a row can say which one he read.
// Must not know: tables.

import { instant, type Kind, orNull } from './kind.ts'
import type { Part } from './part.ts'
import type { PerDialect } from './place.ts'
import { differing } from './table.ts'

/** In front of two values in parentheses: the one that is not less. */
export const greatest: Part = differing({ sqlite: 'max', postgres: 'GREATEST', mysql: 'GREATEST' })

/** `updated_at = …` in an `UPDATE`: the parameter `updated_at`, or a millisecond more than the row has, whichever is later. */
export const advanced: Part<{ readonly updated_at: Date | string }> = {
  write(writer) {
    const [before, behind] = AROUND[writer.place.dialect]
    writer.text(`updated_at = ${before}`)
    writer.bind('updated_at', instant)
    writer.text(behind)
  },
}

const AROUND: PerDialect<readonly [before: string, behind: string]> = {
  sqlite: ['max(', `, COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '+0.001 seconds'), ''))`],
  postgres: ['GREATEST(', `, updated_at + interval '1 millisecond')`],
  mysql: ['GREATEST(', `, COALESCE(updated_at + INTERVAL 1000 MICROSECOND, TIMESTAMP '1970-01-01 00:00:00'))`],
}

/** `AND updated_at = ?`, and nothing where the parameter `known` is null. A row that was written by hand on SQLite may have the time in another form. */
export const unchangedSince: Part<{ readonly known: Date | string | null }> = {
  write(writer) {
    const column = writer.place.dialect === 'sqlite' ? `strftime('%Y-%m-%dT%H:%M:%fZ', updated_at)` : 'updated_at'
    writer.text(`AND COALESCE(${column} = `)
    writer.bind('known', known)
    writer.text(writer.place.dialect === 'postgres' ? ', TRUE)' : ', 1)')
  },
}

const known: Kind<Date | string | null, string | null> = orNull(instant)
