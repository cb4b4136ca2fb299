// Owns: blocks as one message of the simple protocol, and what each of its statements is.
// Must not know: who sends it, what comes back.

import type { Block } from '@godwit/core/driver'

/** A statement of a message, in the order in which the server answers. */
export interface Part {
  readonly kind: 'begin' | 'setting' | 'statement' | 'commit'
  readonly block: number
  /** The place in its block: 0 for what comes before the first, the number of statements for the commit. */
  readonly statement: number
  readonly text: string
  /** Where the text is in the message. */
  readonly start: number
  readonly end: number
}

export interface Message {
  readonly text: string
  readonly parts: readonly Part[]
}

/**
 * The longest message, in UTF-16 units: the server keeps the whole of it in memory, several times over, until it has been
 * run. Blocks beyond that go into another one; a block by itself is never cut.
 */
export const LONGEST: number = 8 * 2 ** 20

/**
 * What a block begins with, so that the answers to the one before it are sent: the server keeps them until it has eight
 * kilobytes, or something to note. Reading an empty text as a search is noted, whoever the user is, and does nothing else. By way
 * of `text`, because what is noted of a constant is noted with its place, for which the server counts through the whole message.
 * Where the session hears no notes, which a dump of PostgreSQL sees to in its first lines, it is eight kilobytes.
 */
const FLUSH =
  "SELECT ''::text::tsquery, repeat(' ', CASE WHEN current_setting('client_min_messages') IN ('warning', 'error', 'fatal', 'panic') THEN 8192 ELSE 0 END)"

export interface Composing {
  readonly blocks: readonly Block[]
  /** The first block of the message. */
  readonly from: number
  /** How many blocks a message may have. */
  readonly most: number
  /** What a transaction begins with. */
  readonly settings: readonly string[]
  /** What the message begins with: a comment. */
  readonly mark: string
}

export function composeMessage({ blocks, from, most, settings, mark }: Composing): Message {
  const parts: Part[] = []
  const pieces: string[] = [mark]
  let at = mark.length
  const add = (kind: Part['kind'], block: number, statement: number, text: string): void => {
    // On a line of its own: the text may end in a comment.
    pieces.push(text, '\n;\n')
    parts.push({ kind, block, statement, text, start: at, end: at + text.length })
    at += text.length + 3
  }
  for (const [offset, { statements }] of blocks.slice(from, from + most).entries()) {
    const length = statements.reduce((sum, text) => sum + text.length, 0)
    if (offset > 0 && at + length > LONGEST) break
    const block = from + offset
    add('begin', block, 0, 'BEGIN')
    for (const setting of settings) add('setting', block, 0, setting)
    if (offset > 0) add('setting', block, 0, FLUSH)
    for (const [statement, text] of statements.entries()) add('statement', block, statement, text)
    add('commit', block, statements.length, 'COMMIT')
  }
  return { text: pieces.join(''), parts }
}

/** The part that `index` lies in, or in what separates it from the next. */
export function partAt({ parts }: Message, index: number): Part | undefined {
  return parts.findLast(({ start }) => start <= index) ?? parts[0]
}
