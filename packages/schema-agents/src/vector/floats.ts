// Owns: vectors as they are kept: 32-bit floating-point numbers, the lowest byte first.
// Must not know: tables, distances.

import type { Kind } from '../sql/kind.ts'

/** What was given comes back rounded to 32 bits. Encoding throws `TypeError` on what is no number there. */
export const floats: Kind<ArrayLike<number>, Float32Array> = {
  into: (mark) => mark,
  from: (column) => column,
  encode(value, where) {
    const bytes = new DataView(new ArrayBuffer(4 * value.length))
    for (let index = 0; index < value.length; index++) bytes.setFloat32(4 * index, numberAt(value, index, where), true)
    return new Uint8Array(bytes.buffer)
  },
  decode(value) {
    if (!(value instanceof Uint8Array)) throw new TypeError('A vector is kept as bytes, and this is something else.')
    const bytes = new DataView(value.buffer, value.byteOffset, value.byteLength)
    return Float32Array.from({ length: value.byteLength / 4 }, (_, index) => bytes.getFloat32(4 * index, true))
  },
}

function numberAt(value: ArrayLike<number>, index: number, where: string): number {
  const number: unknown = value[index]
  if (typeof number === 'number' && Number.isFinite(Math.fround(number))) return number
  throw new TypeError(`${where} takes numbers that 32 bits can hold, and one of them is none.`)
}
