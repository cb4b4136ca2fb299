// Owns: a sound driver whose batches are somebody else's.
// Must not know: what is broken.

import type { Block, Session } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'

type Finished = ((block: number) => 'continue' | 'stop') | undefined

/** A batch made of statements, in which each part can be left out. */
export function batching(
  path: string,
  runBlock: (session: Session, block: Block, index: number) => Promise<void>,
): ReturnType<typeof alter> {
  return alter(reference(path), {
    batch: async (session, blocks, finished) => {
      for (const [index, block] of blocks.entries()) {
        if (index > 0) await new Promise(setImmediate)
        await runBlock(session, block, index)
        if (finished?.(index) === 'stop') return
      }
    },
  })
}

export function hearing(
  path: string,
  tell: (session: Session, blocks: readonly Block[], finished: Finished) => Promise<void>,
): ReturnType<typeof alter> {
  return alter(reference(path), { batch: tell })
}
