// Owns: many messages in few statements: a long session, an old one that nobody writes to any more, and thousands of short ones.
// Must not know: what is asked of them.

import type { DialectFamily } from '@godwit/core'
import type { Handle } from '../src/index.ts'

/** Enough for most plans that walk to be seen. `GODWIT_MESSAGES` asks for another number, a multiple of 800: a million takes nine minutes. */
export const ROWS = Number(process.env['GODWIT_MESSAGES'] ?? 60_000)
/** A tenth of all, spread over the whole time. */
export const HOT = 1
/** A four-hundredth, all of it older than anything else. */
export const COLD = 2
/** A twentieth, all of it before nearly everything else: to whoever only knows how many rows a session has it looks like the first. */
export const OLD = 3

const DIGITS = 'SELECT 0 AS x UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4'
const DIGITS_OF_ROWS = Array.from(String(ROWS), (_, power) => power)
const TEN = `SELECT 2 * x AS x FROM (${DIGITS}) d UNION ALL SELECT 2 * x + 1 FROM (${DIGITS}) o`

/** Of row `n`: the number of its session. All others have fifty each. */
export const SESSION_OF = `CASE WHEN n <= ${ROWS / 400} THEN ${COLD} WHEN n <= ${ROWS / 20} THEN ${OLD} WHEN n % 10 = 0 THEN ${HOT} ELSE n - n % 55 + 10 END`
/** A number in the middle of a session. */
export function at(session: number): number {
  return session === COLD ? ROWS / 800 : session === OLD ? ROWS * 0.045 : ROWS / 2
}

/** Nothing is older, as no session has more than `ROWS`: what is to be deleted is looked for, and nothing is. */
export const BEFORE_ALL = '0001-01-01T00:00:00.000Z'

export const BODY = 'x'.repeat(300)

/** `fox` is in every text, `bygone` in the oldest tenth, and each of `rare0`, `rare1` … in fifty. Of row `n`. */
export function worded(dialect: DialectFamily): string {
  const parts = ["'fox rare'", `n % ${ROWS / 50 + 1}`, `CASE WHEN n <= ${ROWS / 10} THEN ' bygone' ELSE '' END`, `' ${BODY}'`]
  return dialect === 'mysql' ? `CONCAT(${parts.join(', ')})` : parts.map((part) => `(${part})`).join(' || ')
}

/** The table `numbers`, from 1 to `ROWS`. */
export async function numbered({ run }: Handle): Promise<void> {
  await run('CREATE TABLE numbers (n INTEGER PRIMARY KEY)')
  const number = DIGITS_OF_ROWS.map((power) => `${10 ** power} * d${power}.x`).join(' + ')
  await run(`INSERT INTO numbers SELECT ${number} + 1
    FROM ${DIGITS_OF_ROWS.map((power) => `(${TEN}) d${power}`).join(', ')} WHERE ${number} < ${ROWS}`)
}

/** A number behind an `s`. */
export function named(dialect: DialectFamily, number: string): string {
  return dialect === 'mysql' ? `CONCAT('s', ${number})` : `'s' || (${number})`
}

/** PostgreSQL would look for itself how the rows are spread, at a moment of its own: it is kept from that. */
export async function leftAlone({ place, run }: Handle, tables: readonly string[]): Promise<void> {
  if (place.dialect !== 'postgres') return
  for (const name of tables) await run(`ALTER TABLE ${name} SET (autovacuum_enabled = off)`)
}

/** PostgreSQL looks at 300 rows for each of these, chosen anew each time: at all of them, or a plan is another one at the next run. */
const STATISTICS = Math.ceil((ROWS * 1.2) / 300)

/** What the engine knows of how the rows are spread, brought up to date. */
export async function analyzed({ place, run }: Handle, tables: readonly string[]): Promise<void> {
  switch (place.dialect) {
    case 'sqlite':
      await run('ANALYZE')
      return
    case 'mysql':
      for (const name of tables) await run(`ANALYZE TABLE ${name}`)
      return
    case 'postgres':
      await run(`SET default_statistics_target = ${STATISTICS}`)
      for (const name of tables) await run(`VACUUM (ANALYZE) ${name}`)
      await run('RESET default_statistics_target')
      return
    default:
      return place.dialect satisfies never
  }
}
