// Owns: a dry run that really executes and then leaves no trace, and which of its places was meant.
// Must not know: how it is done in any of them.

import { MigrateError } from '../../model/error.ts'
import type { Report } from '../../model/report.ts'
import type { Stage } from '../context/call.ts'
import { errand } from '../run/errand.ts'
import type { Rehearsal } from './rehearsal.ts'
import { rehearseInScratch } from './rehearse-in-scratch.ts'
import { rehearseInTransaction } from './rehearse-in-transaction.ts'
import { rehearseOnCopy } from './rehearse-on-copy.ts'

/** Rejects with `INVALID` where `where` cannot be had. */
export async function rehearse(rehearsal: Rehearsal, where: Stage): Promise<Report> {
  const { context, errandFor } = rehearsal
  if (typeof where === 'object' && where !== null) return rehearseInScratch(rehearsal, where.scratch)
  switch (where) {
    case 'transaction':
      return rehearseInTransaction(context, errand(context, errandFor))
    case 'copy':
      return rehearseOnCopy(rehearsal)
    default:
      throw unknown(where)
  }
}

function unknown(where: never): MigrateError<'INVALID'> {
  const message = `There is no rehearsal in ${JSON.stringify(where)}: it is 'transaction', 'copy' or { scratch }.`
  return new MigrateError('INVALID', message, { subject: 'where', id: undefined })
}
