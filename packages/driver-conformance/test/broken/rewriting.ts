// Owns: a driver that sends other texts than it was given.
// Must not know: which.

import type { Driver } from '@godwit/core/driver'
import { alter } from './alter.ts'

/** Every text passes through `change`. */
export function rewriting(sound: Driver, change: (text: string) => string): Driver {
  return alter(sound, {
    run: (executor, text, params) => executor.run(change(text), params),
    batch: (session, blocks, finished) =>
      session.batch(
        blocks.map((block) => ({ ...block, statements: block.statements.map(change) })),
        finished,
      ),
  })
}
