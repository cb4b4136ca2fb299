// Owns: five replicas at once on one empty database, from their start to their end.
// Must not know: engines, how they bring their schema up.

import { expect } from 'vitest'
import { add, CURRENT, health, listed } from './asked.ts'
import type { StartReplica } from './replica.ts'

/** `meanwhile` is called while all of them serve. */
export async function fiveAtOnce(start: StartReplica, database: string, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const replicas = Array.from({ length: 5 }, () => start(database))
  const addresses = await Promise.all(replicas.map(({ serving }) => serving()))
  const note = { text: 'a note', author: 'somebody' }
  expect(await add(addresses[0] ?? '', note)).toBe(201)
  for (const url of addresses) {
    expect(await health(url)).toEqual(CURRENT)
    expect(await listed(url)).toEqual([{ id: 1, ...note }])
  }
  await meanwhile()
  for (const { stop } of replicas) stop()
  expect(await Promise.all(replicas.map(({ ended }) => ended))).toEqual([0, 0, 0, 0, 0])
}
