// Owns: blocks in order, in the fewest messages, up to the first error.
// Must not know: who called, where the connection came from.

import { isDriverError, type Block } from '@godwit/core/driver'
import { assertAsRead } from './as-read.ts'
import { cancelUntil } from './cancel.ts'
import { driverError, type Circumstances } from './errors.ts'
import { assertFits } from './fits.ts'
import { type Gathering, messageFrom, readable, stepsOf, type Message, type Step } from './messages.ts'
import { refusal } from './refusal.ts'
import type { Loan, Source } from './source.ts'
import { endWith } from './transaction.ts'

/** Bytes of one message, however much the server takes: what is sent cannot be taken back. */
const LIMIT = 1_000_000
const INTERRUPTED = 'ER_QUERY_INTERRUPTED'

export async function runBatch(
  loan: Loan,
  source: Source,
  blocks: readonly Block[],
  finished: (block: number) => 'continue' | 'stop' = () => 'continue',
): Promise<void> {
  const steps = stepsOf(blocks)
  const ends = blocks.map(endOf())
  const gathering = gatheringOf(loan)
  let held = 0
  let announced = 0
  let stop: 'asked' | undefined
  let thrown: { readonly error: unknown } | undefined
  let onStop = (): void => {}

  const hold = (count: number): void => {
    held += count
    while (announced < blocks.length && (ends[announced] ?? 0) <= held && thrown === undefined) {
      try {
        if (finished(announced++) === 'continue') continue
      } catch (error) {
        // Thrown into the client it would come out anywhere.
        thrown = { error }
      }
      stop = 'asked'
      onStop()
    }
  }

  /** Sends, counts what held as the answers arrive, and cancels the rest when told to. */
  const send = async (message: Message): Promise<void> => {
    const last = held + message.steps
    let cancelling: ReturnType<typeof cancelUntil> | undefined
    const answered = loan.wire.ask(message.text, (kind) => {
      // Of the last one the answer may not be the end.
      if (kind === 'ok' && held < last - 1) hold(1)
    })
    onStop = () => {
      // The block under way ends by itself where none follows it.
      if (steps[last - 1]?.block !== steps[held]?.block) cancelling ??= cancelUntil(answered, source, loan.facts)
    }
    try {
      assertAsRead(message.readings, await answered)
    } finally {
      onStop = () => {}
      // A late cancellation would hit whatever comes next.
      if ((await cancelling) === 'told') await undo(loan)
    }
    hold(last - held)
  }

  hold(0)
  try {
    await loan.keep?.meet(steps.map(({ text }) => text))
    while (held < steps.length && stop === undefined) {
      const message = messageFrom(steps, held, Math.min(LIMIT, loan.facts.maxPacket / 2), gathering)
      assertFits(message.text, loan.facts)
      if (message.readings.length === 0) hold(message.steps)
      else await send(message)
    }
  } catch (error) {
    const step = steps[held]
    const failure = driverError(error, step === undefined ? {} : placeOf(step))
    // Whatever transaction the texts had begun would go on, with the next statement in it.
    if (loan.wire.state === 'alive') await undo(loan)
    if (stop === undefined || failure.code !== INTERRUPTED) throw failure
  }
  if (thrown !== undefined) throw thrown.error
}

/** MariaDB stores what was written, whatever is behind it. */
function gatheringOf({ messages, facts }: Loan): Gathering {
  return messages === 'together' && facts.dialect.flavor !== 'mariadb' ? 'up to a body' : messages
}

/** As its reading has it: that is what was sent. */
function placeOf({ block, statement, text }: Step): Circumstances {
  return { at: { block, statement }, statement: readable(text)?.text }
}

/** The number of steps up to the end of each block. */
function endOf(): (block: Block) => number {
  let end = 0
  return ({ statements, foreignKeys }) => {
    if (foreignKeys === 'suspended') throw refusal('unknown', 'MySQL needs no foreign keys suspended to change a table.')
    return (end += statements.length)
  }
}

/** Twice where a cancellation that came too late for the batch meets it. */
async function undo({ wire }: Loan): Promise<void> {
  for (;;) {
    try {
      await endWith(wire, 'ROLLBACK')
      return
    } catch (error) {
      if (!isDriverError(error) || error.code !== INTERRUPTED) return
    }
  }
}
