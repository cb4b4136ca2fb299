// Owns: how a vector gets into an engine's own column and out of it, with the same 32 bits as everywhere.
// Must not know: tables, distances.

import type { Kind } from '../../sql/kind.ts'
import { floats } from '../../vector/floats.ts'
import { onlyThere } from './only-there.ts'

/** As `floats`. Both engines read a JSON array; libSQL gives bytes back, pgvector its text. */
export const vectorColumn: Kind<ArrayLike<number>, Float32Array> = {
  into: (mark, dialect) => onlyThere(dialect, { sqlite: `vector32(${mark})`, postgres: `${mark}::vector` }),
  from: (column, dialect) => onlyThere(dialect, { sqlite: column, postgres: `${column}::text` }),
  encode: (value, where) => `[${[...floats.decode(floats.encode(value, where))].map(inWords).join(',')}]`,
  decode: (value) => (typeof value === 'string' ? Float32Array.from(JSON.parse(value) as number[]) : floats.decode(value)),
}

/** `String` has no sign for zero. */
function inWords(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
