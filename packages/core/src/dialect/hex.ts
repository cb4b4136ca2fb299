// Owns: bytes as hexadecimal digits.
// Must not know: how a dialect marks them.

/** Looked up: a text that is long, in a process that has just begun, would be turned digit by digit in code that is not compiled yet. */
const DIGITS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += DIGITS[byte]
  return text
}

export function hexOfText(text: string): string {
  return hex(new TextEncoder().encode(text))
}
