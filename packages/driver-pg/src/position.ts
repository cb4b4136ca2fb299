// Owns: the server's count of characters as JavaScript's.
// Must not know: what is at the position.

/**
 * The index in `text` of what the server calls its `position`-th character, from 1: it counts code points, and a string
 * has two units for those beyond the basic plane.
 */
export function indexOfCharacter(text: string, position: number): number {
  let index = 0
  for (let character = 1; character < position && index < text.length; character++) {
    const unit = text.charCodeAt(index)
    const pair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00
    index += pair ? 2 : 1
  }
  return index
}
