// Owns: what the functions over all personas ask of whatever keeps their databases.
// Must not know: files, schemas, engines.

import type { Driver, Line, Report } from '@godwit/core'
import type { Handle } from '../../sql/handle.ts'

/** A database for each persona. Whatever takes an id throws `RangeError` on what is none, before anything is opened. */
export interface PersonaStore {
  /** Whose databases are there: `default` first, the others in the order of their ids. Nothing comes into being. */
  list(): Promise<readonly string[]>
  /**
   * Null where the persona has no database. Nothing comes into being, whatever `purpose` is: the driver opens for it what is there.
   * Rejects with a `DriverError` where the database cannot be opened.
   */
  open(persona: string, purpose: 'read' | 'write'): Promise<OpenPersona | null>
  /** Makes the database where there is none, and runs what is pending in it. */
  bringUp(persona: string): Promise<Report>
  /**
   * The database goes with all that is in it. False where there was none. Rejects with `NotAllowed` `word` on `default`, and
   * `conflict` where somebody is writing to it: nothing was deleted then.
   */
  remove(persona: string): Promise<boolean>
}

/** Whoever opened it closes it. */
export interface OpenPersona {
  readonly on: Handle
  close(): Promise<void>
}

/** Brings `line` up to date on `driver`: `(driver, line) => new Migrator(driver, line).up()`. */
export type MigratePersona = (driver: Driver, line: Line) => Promise<Report>
