// Owns: bytes as hexadecimal digits.
// Must not know: how a dialect marks them.

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

export function hexOfText(text: string): string {
  return hex(new TextEncoder().encode(text))
}
