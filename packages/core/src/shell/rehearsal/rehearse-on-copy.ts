// Owns: a rehearsal that runs for real in a copy of the database.
// Must not know: how a copy is made.

import type { Copy } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { Report } from '../../model/report.ts'
import { asMigrateError } from '../context/connection.ts'
import type { Context } from '../context/context.ts'
import { notRehearsed, type Rehearsal, retold, runElsewhere } from './rehearsal.ts'
import { inTurn } from '../context/turn.ts'

/** Nothing need be looked at before: the history is copied too, and a plan that was reviewed is the plan that is made there. */
export async function rehearseOnCopy(rehearsal: Rehearsal): Promise<Report> {
  const { context } = rehearsal
  try {
    const copy = await inTurn(context, () => copyOf(context))
    try {
      const report = await runElsewhere(rehearsal, copy.driver)
      return retold(report, { where: 'copy', words: 'In a copy of the database. The database itself is as it was.' })
    } finally {
      await copy.remove()
    }
  } catch (thrown) {
    return notRehearsed(asMigrateError(thrown, 'copying the database'), [], 0)
  }
}

function copyOf({ driver, signal }: Context): Promise<Copy> {
  const copy = driver.copy?.(signal)
  if (copy !== undefined) return copy
  const message = `The driver ${driver.name} has no copy of this database to give: that is for files which it opens itself. Rehearse in a transaction, or in a scratch database. Nothing was touched.`
  throw new MigrateError('INVALID', message, { subject: 'where', id: undefined })
}
