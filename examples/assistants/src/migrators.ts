// Owns: which lines this program's database has, in their order: the one list that is applied, looked at and taken back.
// Must not know: commands.

import { type Driver, Migrator } from '@godwit/core'
import { readDirectory } from '@godwit/core/directory'
import { assistants, assistantsTooling } from '@godwit/schema-agents'

/** A line, and what its messages call it. */
export interface Lined {
  readonly line: string
  readonly migrator: Migrator
}

/** The name of the line that the operator's own folder is. */
const OWN = 'own'

/** `folder`: of migrations of the operator's own, `YYYYMMDD_HHMMSS_name.sql`. Rejects with `MigrateError` where it is not there. */
export async function migratorsOf(driver: Driver, folder: string | undefined): Promise<readonly Lined[]> {
  const shipped = [assistants, assistantsTooling].map((line) => ({ line: line.name, migrator: new Migrator(driver, line) }))
  if (folder === undefined) return shipped
  const own = new Migrator(driver, { line: OWN, requires: [assistants.name, assistantsTooling.name] })
  own.addSources(await readDirectory(folder, { dialect: driver.dialect }))
  return [...shipped, { line: OWN, migrator: own }]
}
