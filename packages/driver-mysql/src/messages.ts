// Owns: how the statements of a batch are put into messages.
// Must not know: connections, answers.

import type { Block } from '@godwit/core/driver'
import { read, type Reading } from './reading.ts'

/** A statement of a batch, and its place there. */
export interface Step {
  readonly block: number
  readonly statement: number
  readonly text: string
}

export interface Message {
  readonly text: string
  /** Its statements in order; none for a step with nothing to run. All but the last end with `ok`. */
  readonly readings: readonly Reading[]
  /** How many steps are done with it. */
  readonly steps: number
}

export function stepsOf(blocks: readonly Block[]): readonly Step[] {
  return blocks.flatMap(({ statements }, block) => statements.map((text, statement) => ({ block, statement, text })))
}

/** A comment to the end of the line must not swallow it. */
export const BETWEEN = '\n;\n'

/** `up to a body`: behind a statement that may store a routine there is none, for MySQL would store the semicolon with it. */
export type Gathering = 'together' | 'up to a body' | 'one by one'

/**
 * The message that begins with `steps[from]`: as many statements as may go together and fit into `limit` bytes, and one at
 * least. One that ends with rows is the last of its message: an error behind them could be its own or that of the next.
 * Throws `DriverError` where `steps[from]` cannot be sent; one further on ends the message before it.
 */
export function messageFrom(steps: readonly Step[], from: number, limit: number, how: Gathering): Message {
  const first = read(steps[from]?.text ?? '')
  if (first.text === '') return { text: '', readings: [], steps: 1 }
  const readings = [first]
  let size = Buffer.byteLength(first.text)
  for (let next = from + 1; isFollowed(readings.at(-1), how) && next < steps.length; next++) {
    const reading = readable(steps[next]?.text ?? '')
    if (reading === undefined || reading.text === '') break
    size += BETWEEN.length + Buffer.byteLength(reading.text)
    if (size > limit) break
    readings.push(reading)
  }
  return { text: readings.map(({ text }) => text).join(BETWEEN), readings, steps: readings.length }
}

function isFollowed(last: Reading | undefined, how: Gathering): boolean {
  if (last?.ends !== 'ok') return false
  switch (how) {
    case 'together':
      return true
    case 'up to a body':
      return !mayStoreBody(last)
    case 'one by one':
      return false
    default:
      return how satisfies never
  }
}

/** A table that has one of these words somewhere costs a message. No keyword: the statement begins with an executable comment. */
function mayStoreBody({ keyword, text }: Reading): boolean {
  return (keyword === 'CREATE' || keyword === 'ALTER' || keyword === '') && /EVENT|FUNCTION|PROCEDURE|TRIGGER/i.test(text)
}

/** Undefined where it cannot be sent. */
export function readable(text: string): Reading | undefined {
  try {
    return read(text)
  } catch {
    // It is refused when its turn comes: what is before it runs.
    return undefined
  }
}
