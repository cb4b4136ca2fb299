// Owns: a driver that says atomic and runs statement after statement.
// Must not know: how it is found out.

import type { Driver } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import { refuse } from './but.ts'

export function loop(path: string): Driver {
  return alter(reference(path), {
    batch: async (session, blocks, finished) => {
      for (const [index, { statements }] of blocks.entries()) {
        for (const text of statements) {
          // So that others get their turn between two statements, as over a network.
          await new Promise((resolve) => {
            setImmediate(resolve)
          })
          // No error without its place: it is only the atomicity that is missing.
          const at = { block: index, statement: statements.indexOf(text) }
          await session.batch([{ statements: [text], foreignKeys: 'enforced' }]).catch((error: unknown) => refuse(error, { at }))
        }
        if (finished?.(index) === 'stop') return
      }
    },
  })
}
