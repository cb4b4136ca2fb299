// Owns: moments of the line `chat`: on the database's clock, and read alike whoever wrote them.
// Must not know: which tables have them.

import { columnWords } from '../../sql/column-words.ts'
import { instant, type Kind, orNull } from '../../sql/kind.ts'
import type { Part } from '../../sql/part.ts'
import { differing } from '../../sql/table.ts'

/** An original database has `2026-11-20 09:37:14` in its rows: it is read as `2026-11-20T09:37:14.000Z`. */
export const moment: Kind<Date | string | null, string | null> = orNull({
  ...instant,
  from: (column, dialect) => (dialect === 'sqlite' ? `strftime('%Y-%m-%dT%H:%M:%fZ', ${column})` : instant.from(column, dialect)),
})

/** No message is ordered by it. */
export const now: Part = differing({ sqlite: columnWords.sqlite.now, postgres: columnWords.postgres.now, mysql: columnWords.mysql.now })
