// Owns: whether the schema is what this program knows.
// Must not know: what is done about it.

import type { MigrationStatus } from '@godwit/core'
import type { Lined } from './migrators.ts'
import { EXIT, Refusal } from './refusal.ts'

/** Asked of the database each time; nothing is remembered. Those that only newer code knows are no reason to stay away. */
export async function standingOf(lines: readonly Lined[]): Promise<{
  readonly migrations: readonly MigrationStatus[]
  readonly amiss: readonly MigrationStatus[]
}> {
  const migrations: MigrationStatus[] = []
  for (const { migrator } of lines) migrations.push(...(await migrator.status()).migrations)
  return { migrations, amiss: migrations.filter(({ state }) => state !== 'applied' && state !== 'unknown') }
}

export function inWords({ line, id, state }: MigrationStatus): string {
  return `${line} ${id}: ${state}`
}

/** Rejects with `Refusal` where anything is amiss, the first time it is asked and every other time. */
export async function assertCurrent(lines: readonly Lined[]): Promise<void> {
  const { amiss } = await standingOf(lines)
  if (amiss.length === 0) return
  throw new Refusal(
    EXIT.failed,
    `The schema is not what this program knows:\n${amiss.map((each) => `  ${inWords(each)}`).join('\n')}\n${INIT}`,
  )
}

export const INIT = 'Run `assistants db init`. Nothing was changed.'
