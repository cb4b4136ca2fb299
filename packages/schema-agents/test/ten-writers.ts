// Owns: ten who append to one session at once, and a reader who goes on from the last number that he saw.
// Must not know: which tables.

import { expect } from 'vitest'
import type { Handle } from '../src/index.ts'
import type { Installed } from './on-every-engine.ts'

export interface Followed {
  /** The numbers of the next rows after that one. */
  readonly after: (on: Handle, number: number) => Promise<readonly number[]>
  /** The numbers of what that writer appended. */
  readonly write: (on: Handle, writer: number) => Promise<readonly number[]>
}

/** Nothing is lost, nothing is there twice, and the reader missed nothing and saw all in order. */
export async function tenWriters(database: Installed, { after, write }: Followed, rows: number): Promise<void> {
  const connections = await Promise.all(Array.from({ length: 10 }, database.another))
  const reader = await database.another()
  const seen: number[] = []
  let writing = true
  const reading = (async () => {
    for (;;) {
      // Read before the page: once nobody writes any more, one page after that is the last.
      const last = !writing
      seen.push(...(await after(reader, seen.at(-1) ?? 0)))
      if (last) return
      // A client that works in this process leaves the event loop no turn for those who write.
      await new Promise(setImmediate)
    }
  })()
  const written = await Promise.all(connections.map(write))
  writing = false
  await reading
  expect(seen).toEqual(written.flat().toSorted((a, b) => a - b))
  expect(seen).toHaveLength(rows)
}
