// Owns: what a statement that was broken off has left of its effect: taken away before it runs again, and told where it failed.
// Must not know: which statements leave anything, SQL text.

import { isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import { withWords } from '../context/with-words.ts'
import { inTurn } from '../context/turn.ts'
import type { Executed } from './executed.ts'
import type { LaneContext, LaneStep, Piece } from './lane-pieces.ts'

type Remains = NonNullable<Piece['remains']>

/** An index that an interrupted build left is there, costs its upkeep and serves nobody; IF NOT EXISTS would be content with it. */
export async function removeRemains(session: Session, context: LaneContext, step: LaneStep, { n, find, remove }: Remains): Promise<void> {
  for (const name of await found(session, context, find)) {
    const text = remove(name)
    await context.lease?.verify(session)
    await inTurn(context, () => session.run(text))
    context.notify({ type: 'remainder.removed', line: step.line, id: step.id, n, text })
  }
}

/** `executed`, and in its words what is there all the same. */
export async function tellRemains(session: Session, context: LaneContext, { remains }: Piece, executed: Executed): Promise<Executed> {
  if (remains === undefined || executed.kind !== 'failed') return executed
  let names: readonly string[]
  try {
    names = await found(session, context, remains.find)
  } catch (error) {
    // Why it failed is known, and matters more than what it left.
    if (isDriverError(error)) return executed
    throw error
  }
  if (names.length === 0) return executed
  const words = wordsFor(remains, names)
  return { ...executed, error: withWords(executed.error, words) }
}

function wordsFor({ remove, ours }: Remains, names: readonly string[]): string {
  const made = names.map((name) => `'${name}'`).join(', ')
  const removal = names.map(remove).join('; ')
  switch (ours) {
    case 'surely':
      return `What it had made of ${made} is there, unusable: whoever writes to its table still pays for it, and is held to it where it is unique. The next run takes it away first; so does ${removal}`
    case 'perhaps':
      return `On its table there is ${made}, unusable: whoever writes to the table still pays for it, and is held to it where it is unique. The next run leaves it there: where the server finds the name, nobody can tell what it had made from what somebody else is building. Where nobody is, ${removal} takes it away`
    default:
      return ours satisfies never
  }
}

async function found(session: Session, context: LaneContext, find: string): Promise<readonly string[]> {
  const { rows } = await inTurn(context, () => session.run(find))
  return rows.map(({ name }) => String(name))
}
