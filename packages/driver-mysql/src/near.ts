// Owns: what a server repeats of a message that it could not read, cut where the statement at fault ends.
// Must not know: how the message was put together, beyond what stands between two statements.

import { BETWEEN } from './messages.ts'

/** The server quotes the next bytes of the message, which may be the statements of others. Long ones may end with dots. */
const NEAR = /( near ')([^]*)(' at line \d+)$/

export function nearIn(statement: string, message: string): string {
  const [quoted, before, words = '', after] = NEAR.exec(message) ?? []
  if (quoted === undefined) return message
  const end = endOf(statement, words)
  return end === undefined ? message : `${message.slice(0, -quoted.length)}${before}${words.slice(0, end)}${after}`
}

function endOf(statement: string, words: string): number | undefined {
  for (let end = words.indexOf('\n'); end !== -1; end = words.indexOf('\n', end + 1)) {
    if (statement.endsWith(words.slice(0, end)) && isBetween(words.slice(end))) return end
  }
  // At fault is that it ends: the first thing that the server meets, white space skipped, is what comes between.
  return words.startsWith(BETWEEN.trimStart()) && !statement.includes(words) ? 0 : undefined
}

/** Begins with what stands between statements, or is the beginning of it that was left. */
function isBetween(rest: string): boolean {
  return rest.startsWith(BETWEEN) || BETWEEN.startsWith(rest.replace(/\.{3}$/, ''))
}
