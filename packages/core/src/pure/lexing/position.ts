// Owns: lines and columns of offsets.
// Must not know: files, tokens.

export interface Position {
  readonly line: number
  readonly column: number
}

/**
 * Returns a function from offsets to positions, both counted from 1, columns in UTF-16 units. Offsets must not fall from
 * call to call, so that a text is read once however many positions are asked for.
 */
export function positions(text: string, firstLine: number): (offset: number) => Position {
  let line = firstLine
  let lineStart = 0
  let lineFeed = text.indexOf('\n')
  return (offset) => {
    while (lineFeed !== -1 && lineFeed < offset) {
      line++
      lineStart = lineFeed + 1
      lineFeed = text.indexOf('\n', lineStart)
    }
    // A byte order mark is not seen in an editor.
    const unseen = lineStart === 0 && text.charCodeAt(0) === 0xfeff ? 1 : 0
    return { line, column: offset - lineStart - unseen + 1 }
  }
}
