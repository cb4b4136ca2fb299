// Owns: what a row of the fault matrix is.
// Must not know: which rows there are.

import type { Engine } from './database.ts'
import type { Figures } from './figures.ts'

/** `reduced`: what CI has time for. `full`: the figures of docs/reliability.md. */
export type Size = 'reduced' | 'full'

export interface Fault {
  /** As in the matrix: T1, T2, … */
  readonly id: string
  readonly title: string
  /** Undefined: it is tried. Otherwise why it means nothing on this engine. */
  exempt(engine: Engine): string | undefined
  run(engine: Engine, size: Size): Promise<Figures>
}
