// Owns: where one named query ends, and what stands in it.
// Must not know: which names are good, how a refusal is worded.

import { type Dialect, type Refusal, walk } from '@godwit/core/driver'

/** Offsets of the text; `end` is behind the last character. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Section {
  /** The last one may lack its semicolon. */
  readonly statements: readonly Span[]
  /** The comment that ended it; none at the end of the text. */
  readonly marker: Span | undefined
  /** Where a statement was in the midst of a parenthesis or a body when the marker came, where it began. */
  readonly cut: number | undefined
  /** What could not be read: then the rest is as far as it went. */
  readonly refusal: Pick<Refusal, 'reason' | 'at'> | undefined
}

const MARKER = /^--\s*name\s*:/i

/** Behind the dashes and the word. */
export function nameIn(comment: string): string {
  return comment.replace(MARKER, '').trim()
}

/**
 * From `from` to the next comment that names a query. The dialect's lexer reads, so that neither a string nor another comment is taken
 * for one; it begins anew for each query, because the one before may lack its semicolon.
 */
export function readSection(text: string, from: number, lexis: Dialect['lexis']): Section {
  const rest = text.slice(from)
  const statements: Span[] = []
  const parentheses: number[] = []
  let open: Span | undefined
  const within = (start: number, end: number): Span => ({ start: from + start, end: from + end })
  const section = (outcome: Pick<Section, 'marker' | 'cut' | 'refusal'>): Section => ({
    statements: open === undefined ? statements : [...statements, open],
    ...outcome,
  })
  try {
    const refusal = walk(rest, lexis, {
      token(kind, start, end) {
        open = { start: open?.start ?? from + start, end: from + end }
        if (kind === 'open') parentheses.push(from + start)
        else if (kind === 'close') parentheses.pop()
      },
      statement(start, end) {
        statements.push(within(start, end))
        parentheses.length = 0
        open = undefined
      },
      lineComment(start, end, surroundings) {
        if (MARKER.test(rest.slice(start, end)))
          throw new Found(within(start, end), surroundings === 'body' ? open?.start : parentheses.at(-1))
      },
    })
    const refused = refusal === undefined ? undefined : { reason: refusal.reason, at: from + refusal.at }
    return section({ marker: undefined, cut: undefined, refusal: refused })
  } catch (error) {
    if (!(error instanceof Found)) throw error
    return section({ marker: error.marker, cut: error.cut, refusal: undefined })
  }
}

/** Leaves the walk, which has no other way to end before the text does; to read on would cost the rest of the text for each query. */
class Found extends Error {
  readonly marker: Span
  readonly cut: number | undefined

  constructor(marker: Span, cut: number | undefined) {
    super('found')
    this.marker = marker
    this.cut = cut
  }
}
