// Owns: what `up` can be told beside what every verb can.
// Must not know: what is done with it.

import type { Call } from './context/call.ts'
import type { Migrator } from './migrator.ts'

export interface UpOptions extends Call {
  /**
   * Migrators whose `up` follows in the same call. Before the first statement it is looked whether what their lines would make has a name
   * that is taken, or that another of them takes before: then nothing is run. Those of other drivers are of other databases, and left out.
   * @defaultValue none
   */
  readonly followedBy?: readonly Migrator[]
}
