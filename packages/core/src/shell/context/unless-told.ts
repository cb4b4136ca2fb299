// Owns: giving up on an answer when the signal comes, where nothing was begun that would have to be ended.
// Must not know: what was asked.

import { bounded } from './bounded.ts'
import type { Connection } from './connection.ts'
import { interrupted } from './turn.ts'

/** How long the end of a session may take whose server may be the reason for going, milliseconds. */
const PATIENCE_MS = 1000

/**
 * What `work` gives; `ABORTED` once the signal comes, also where the database does not answer. The session that was asked is closed
 * then: nobody waits for what it would say.
 */
export async function unlessTold<Result>(signal: AbortSignal, connection: Connection, work: () => Promise<Result>): Promise<Result> {
  let tell = (): void => {}
  const told = new Promise<'told'>((resolve) => {
    tell = () => resolve('told')
    signal.addEventListener('abort', tell, { once: true })
    if (signal.aborted) tell()
  })
  try {
    const asked = work().then((result) => ({ result }))
    const first = await Promise.race([asked, told])
    if (first !== 'told') return first.result
    await bounded(connection.lost(), PATIENCE_MS)
    throw interrupted(undefined)
  } finally {
    signal.removeEventListener('abort', tell)
  }
}
