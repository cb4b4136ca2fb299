// Owns: how many levels JSON may have.
// Must not know: columns, what stands in it.

/** MariaDB's `JSON_VALID` takes no more, MySQL 100, the others a thousand and more. */
export const DEEPEST = 31

const [QUOTE, BACKSLASH] = [34, 92]

/** `written`: as `JSON.stringify` writes it. The brackets in its texts are none. */
export function isTooDeep(written: string): boolean {
  let depth = 0
  for (let at = 0; at < written.length; at++) {
    switch (written.charCodeAt(at)) {
      case 91: // [
      case 123: // {
        if (++depth > DEEPEST) return true
        break
      case 93: // ]
      case 125: // }
        depth--
        break
      case QUOTE:
        at = endOfText(written, at)
        break
    }
  }
  return false
}

/** Of the quotation mark that ends it. Long texts are not gone through letter by letter. */
function endOfText(written: string, begin: number): number {
  for (let end = written.indexOf('"', begin + 1); ; end = written.indexOf('"', end + 1)) {
    let escapes = 0
    while (written.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++
    if (escapes % 2 === 0) return end
  }
}
