// Owns: the few messages of the protocol that a database in this process is sent.
// Must not know: what they say.

const utf8 = new TextEncoder()

/** @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
export function queryFrame(text: string): Uint8Array {
  return frame('Q', cstring(text))
}

/** Does nothing, and is answered with the state of the transaction. */
export function syncFrame(): Uint8Array {
  return frame('S')
}

export function statementFrames(text: string, values: readonly (string | Uint8Array | null)[]): Uint8Array {
  const encoded = values.map((value) => (typeof value === 'string' ? utf8.encode(value) : value))
  return concat([
    frame('P', cstring(''), cstring(text), int16(0)),
    frame(
      'B',
      cstring(''),
      cstring(''),
      int16(values.length),
      ...values.map((value) => int16(value instanceof Uint8Array ? 1 : 0)),
      int16(values.length),
      ...encoded.flatMap((value) => (value === null ? [int32(-1)] : [int32(value.length), value])),
      int16(0),
    ),
    frame('D', utf8.encode('P'), cstring('')),
    frame('E', cstring(''), int32(0)),
    frame('C', utf8.encode('P'), cstring('')),
    syncFrame(),
  ])
}

function frame(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 4)
  return concat([utf8.encode(type), int32(length), ...parts])
}

function cstring(text: string): Uint8Array {
  return utf8.encode(`${text}\0`)
}

function int16(value: number): Uint8Array {
  const bytes = new Uint8Array(2)
  new DataView(bytes.buffer).setInt16(0, value)
  return bytes
}

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value)
  return bytes
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
