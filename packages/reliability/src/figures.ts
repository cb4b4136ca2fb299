// Owns: what a fault came to, as numbers and as words.
// Must not know: how faults are made, how they are printed.

export interface Figures {
  /** How often the fault was made. */
  readonly points: number
  /** After which the next run came to the right end with nobody's help. */
  readonly converged: number
  /** After which the next run stopped at one statement and named it: allowed where DDL commits by itself. */
  readonly named: number
  /** Everything else, in words. Empty, or the fault is not survived. */
  readonly failures: readonly string[]
}

export interface Tally {
  converged(): void
  named(): void
  failed(what: string): void
  figures(): Figures
}

export function tally(): Tally {
  let converged = 0
  let named = 0
  const failures: string[] = []
  return {
    converged: () => void converged++,
    named: () => void named++,
    failed: (what) => void failures.push(what),
    figures: () => ({ points: converged + named + failures.length, converged, named, failures }),
  }
}
