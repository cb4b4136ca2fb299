// Owns: the names of the bookkeeping tables.
// Must not know: what is in them.

export interface Tables {
  readonly history: string
  readonly lease: string
  readonly step: string
}

export const DEFAULT_TABLE = 'migrations'

export function tables(history: string): Tables {
  return { history, lease: `${history}_lease`, step: `${history}_step` }
}
