// Owns: that the steps of a function go one after the other, and that it waits for each.
// Must not know: how a step is run and recorded.

import { MigrateError } from '../../model/error.ts'
import type { StepsContext, StepsScript } from '../../model/migration.ts'
import { allAwaited } from './all-awaited.ts'

/** Each is a transaction on the one session: a second one inside it would be lost with it, or stay when it is rolled back. */
export function stepsInTurn(script: StepsScript, lent: StepsContext): Promise<void> {
  let running: string | undefined
  return allAwaited((begin) =>
    script.run({
      ...lent,
      step: (name, work) =>
        begin(`step '${name}'`, async () => {
          if (running !== undefined) throw together(name, running)
          running = name
          try {
            return await lent.step(name, work)
          } finally {
            running = undefined
          }
        }),
    }),
  )
}

function together(name: string, running: string): MigrateError<'INVALID'> {
  return new MigrateError(
    'INVALID',
    `Step '${name}' was begun while step '${running}' was running. Steps go one after the other: wait for each before the next.`,
    { subject: 'migration', id: undefined },
  )
}
