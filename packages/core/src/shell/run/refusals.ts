// Owns: whether a run may claim again what the database refused to it as somebody else's.
// Must not know: how it is claimed.

import { MigrateError } from '../../model/error.ts'
import type { Step } from '../../model/plan.ts'
import type { Context } from '../context/context.ts'
import { backoff, pause } from '../context/pause.ts'
import { TABLE_TRIES } from '../journal/store.ts'
import type { Executed } from '../step/executed.ts'

type Overtaken = Extract<Executed, { readonly kind: 'overtaken' }>

export interface Refusals {
  /** Throws where it is no rival that has it. `kept`: what is true of the migration then. The history is read again before the next claim. */
  note(overtaken: Overtaken, step: Step | undefined, kept: 'nothing' | 'what it finished'): Promise<void>
}

/**
 * A receipt that is refused again, with the history read in between, is a key that cannot be had: what a rival committed would have been
 * seen. Tables that a rival has made may be seen later than they are in the way.
 */
const TRIES: Readonly<Record<Overtaken['claim'], number>> = { receipt: 2, tables: TABLE_TRIES }

export function refusals({ signal, notify }: Pick<Context, 'signal' | 'notify'>): Refusals {
  let last = { claim: '', times: 0 }
  return {
    async note({ id, claim }, step, kept) {
      // Who loses both the tables and then the first receipt has lost two claims.
      const key = `${claim} ${claimOf(step)}`
      const times = last.claim === key ? last.times + 1 : 1
      last = { claim: key, times }
      if (times >= TRIES[claim]) throw refused(id, claim, times, kept)
      notify({ type: 'run.overtaken', id })
      if (times > 1) await pause(backoff(times - 2), signal)
    },
  }
}

/** Of which step, and at which place in the history. */
function claimOf(step: Step | undefined): string {
  return step === undefined ? '' : `${step.id} ${step.seq} ${step.ordinal}`
}

function refused(id: string, claim: Overtaken['claim'], times: number, kept: 'nothing' | 'what it finished'): MigrateError<'DATABASE'> {
  const what = `The ${claim} of migration '${id}' ${claim === 'tables' ? 'were' : 'was'} refused ${times === 2 ? 'twice' : `${times} times`}`
  const now = kept === 'nothing' ? 'Nothing of this migration was kept.' : 'What it finished is recorded; the next run continues there.'
  return new MigrateError('DATABASE', `${what} although nobody else had made ${claim === 'tables' ? 'them' : 'it'}. ${now}`, {
    reason: 'constraint',
    during: claim === 'tables' ? 'making the tables of the history' : 'writing the receipt',
  })
}
