// Owns: finding the statement that a server could not read.
// Must not know: blocks, reasons.

import type { Client } from './client.ts'
import { readNativeError } from './native-error.ts'

/** Fails when it is run, never when it is read. */
const STOP = 'SELECT * FROM "no such table: this batch is only read"'

/**
 * A server reads all texts of a batch before it runs any, and does not say which one it could not read. So it is asked
 * again with fewer of them, behind a statement that fails: nothing runs, and the answer tells whether they were readable.
 */
export async function findUnreadable(client: Client, statements: readonly string[]): Promise<number | undefined> {
  let [from, to] = [0, statements.length]
  if (await areReadable(client, statements)) return undefined
  while (to - from > 1) {
    const middle = (from + to) >>> 1
    if (await areReadable(client, statements.slice(from, middle))) from = middle
    else to = middle
  }
  return from
}

async function areReadable(client: Client, statements: readonly string[]): Promise<boolean> {
  try {
    await client.batch([STOP, ...statements], 'deferred')
    return true
  } catch (error) {
    return readNativeError(error).statementIndex === 0
  }
}
