// Owns: the text that says where in a list a page ended.
// Must not know: statements, which lists there are.

/** Where a row stands in its list: a number that no other row has, behind what the list is in the order of, where that is not the number. */
export interface At {
  readonly arrival: number
  readonly position?: string | number
}

const FORM = /^([\w.]+)~(-?\d{1,16})(?:~(.*))?$/

/** Of letters that need no escape in a URL. `list`: letters, digits, `_` and `.`. */
export function cursorOf(list: string, { arrival, position }: At): string {
  return position === undefined ? `${list}~${arrival}` : `${list}~${arrival}~${encodeURIComponent(position)}`
}

/** Throws `TypeError` on what is no text, and on what another list's page gave. `like`: a place in this one. */
export function placeIn(list: string, cursor: string, like: At): At {
  const [, of, number, written] = typeof cursor === 'string' ? (FORM.exec(cursor) ?? []) : []
  const position = written === undefined ? undefined : decoded(written, typeof like.position)
  if (of !== list || typeof position !== typeof like.position) throw new TypeError('after takes the next of a page of this list, or null.')
  return { arrival: Number(number), ...(position === undefined ? {} : { position }) }
}

function decoded(written: string, type: string): string | number | undefined {
  try {
    const text = decodeURIComponent(written)
    if (type === 'string') return text
    return /^-?\d{1,16}$/.test(text) ? Number(text) : undefined
  } catch {
    return undefined
  }
}
