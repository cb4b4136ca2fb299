// Owns: moments of the line `chat`: on the database's clock, and read alike whoever wrote them.
// Must not know: which tables have them.

import type { PerDialect } from '../../sql/place.ts'
import { columnWords } from '../../sql/column-words.ts'
import { instant, type Kind, orNull } from '../../sql/kind.ts'
import type { Part } from '../../sql/part.ts'

/** An original database has `2026-11-20 09:37:14` in its rows: it is read as `2026-11-20T09:37:14.000Z`. */
export const moment: Kind<Date | string | null, string | null> = orNull({
  ...instant,
  from: (column, dialect) => (dialect === 'sqlite' ? `strftime('%Y-%m-%dT%H:%M:%fZ', ${column})` : instant.from(column, dialect)),
})

const LATER: PerDialect<readonly [greatest: string, own: string, next: string]> = {
  sqlite: ['max', `strftime('%Y-%m-%dT%H:%M:%fZ', updated_at)`, `strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '+0.001 seconds')`],
  postgres: ['GREATEST', 'updated_at', `updated_at + interval '1 millisecond'`],
  mysql: ['GREATEST', 'updated_at', 'updated_at + INTERVAL 1000 MICROSECOND'],
}

function later(by: 'nothing' | 'a millisecond'): Part {
  return {
    write({ place, text }) {
      const [greatest, own, next] = LATER[place.dialect]
      text('updated_at = ')
      const clock = columnWords[place.dialect].now
      text(`${greatest}(${clock}, COALESCE(${by === 'nothing' ? own : next}, ${clock}))`)
    },
  }
}

/** In an `UPDATE` of a session that something is written to: not before its last change. */
export const notBefore: Part = later('nothing')

/**
 * In one of what the session itself says: a millisecond more than the row has, or now, whichever is later. So it is also a revision, as
 * `advanced` is with a moment of the caller's.
 */
export const revised: Part = later('a millisecond')
