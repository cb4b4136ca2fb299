// Owns: what a statement is put together from.
// Must not know: which parts there are.

import type { Kind } from './kind.ts'
import type { Place } from './place.ts'

/** A piece of SQL with the parameters that it binds and the columns that it selects. The type parameters are of the compiler only. */
export interface Part<Params = unknown, Row = unknown> {
  readonly params?: (params: Params) => void
  readonly row?: Row
  write(writer: Writer): void
}

export interface Writer {
  readonly place: Place
  text(piece: string): void
  bind(name: string, kind: Kind<never, unknown>): void
  select(name: string, column: string, kind: Kind<never, unknown>): void
}
