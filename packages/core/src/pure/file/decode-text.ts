// Owns: bytes of a file as text: UTF-8 and nothing else.
// Must not know: where the bytes come from.

export type Decoding =
  | { readonly ok: true; readonly text: string }
  /** `line` is counted from 1. Small first letter, no full stop. */
  | { readonly ok: false; readonly line: number; readonly reason: string }

const LF = 10
const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Text without its byte order mark. Line ends stay as they are. Anything that is not UTF-8 is refused, because a guess
 * would write other characters into the database than the author saw.
 */
export function decodeText(bytes: Uint8Array): Decoding {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { ok: false, line: 1, reason: 'it is written in UTF-16; save it as UTF-8' }
  }
  const text = decoded(bytes)
  if (text === undefined) return { ok: false, line: brokenLine(bytes), reason: 'this line is not UTF-8; save the file as UTF-8' }
  const nul = text.indexOf('\0')
  // UTF-16 without a mark, or a file that is no text: no server reads past it.
  if (nul >= 0)
    return {
      ok: false,
      line: text.slice(0, nul).split('\n').length,
      reason: 'there is a NUL character in this line; save the file as UTF-8',
    }
  return { ok: true, text }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

// A line feed is never part of a longer character, so lines can be looked at one by one.
function brokenLine(bytes: Uint8Array): number {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(LF, start)
    if (end < 0 || decoded(bytes.subarray(start, end)) === undefined) return line
    start = end + 1
  }
  return line
}
