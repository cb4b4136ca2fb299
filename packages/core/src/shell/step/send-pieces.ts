// Owns: pieces as messages: one packet of ordered blocks, or one after the other where a block is a transaction.
// Must not know: what the pieces mean, what is done about a failure.

import { type DriverError, isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import type { LaneContext, LanePart, Piece } from './lane-pieces.ts'
import type { Lease } from '../journal/lease.ts'

export type Sent =
  | { readonly kind: 'all' }
  /** Not sent, or not begun: those from `next` on. The one before it may have been cut short. */
  | { readonly kind: 'stopped'; readonly next: number }
  /** `part` is undefined where nobody can say which. */
  | { readonly kind: 'error'; readonly at: number; readonly part: LanePart | undefined; readonly error: DriverError }

/** Told of each piece that holds. */
export type Finished = (piece: number) => 'continue' | 'stop'

export async function sendPieces(session: Session, context: LaneContext, pieces: readonly Piece[], finished: Finished): Promise<Sent> {
  const { capabilities, dialect } = context.driver
  if (capabilities.batch === 'atomic') return oneByOne(session, context, pieces, finished)
  const sent = await asOne(session, pieces, finished)
  const { silence } = dialect.transaction
  if (silence !== undefined && cutShort(pieces, sent).some((piece) => piece?.kind === 'transaction')) await lift(session, silence.lift)
  return sent
}

/** Those that may have begun on a connection that is still there, and did not come to their end. */
function cutShort(pieces: readonly Piece[], sent: Sent): readonly (Piece | undefined)[] {
  switch (sent.kind) {
    case 'all':
      return []
    case 'stopped':
      return [pieces[sent.next - 1], pieces[sent.next]]
    case 'error':
      return sent.error.outcome === 'unknown' ? [] : [pieces[sent.at]]
    default:
      return sent satisfies never
  }
}

/** Its own end would have done it; and the connection may be somebody's who keeps it for longer. */
async function lift(session: Session, text: string): Promise<void> {
  try {
    await session.run(text)
  } catch (error) {
    // Whatever refuses this is the end of the connection, and of what was set on it.
    if (!isDriverError(error)) throw error
  }
}

async function asOne(session: Session, pieces: readonly Piece[], finished: Finished): Promise<Sent> {
  const blocks = pieces.map(({ parts }) => ({ statements: parts.map(({ text }) => text), foreignKeys: 'enforced' as const }))
  let held = 0
  try {
    await session.batch(blocks, (block) => {
      held = block + 1
      return finished(block)
    })
    return held === pieces.length ? { kind: 'all' } : { kind: 'stopped', next: held }
  } catch (error) {
    if (!isDriverError(error)) throw error
    const { at } = error
    return { kind: 'error', at: at?.block ?? held, part: at === undefined ? undefined : pieces[at.block]?.parts[at.statement], error }
  }
}

async function oneByOne(session: Session, context: LaneContext, pieces: readonly Piece[], finished: Finished): Promise<Sent> {
  const { lease, renewal } = context
  for (const [index, piece] of pieces.entries()) {
    if (renewal === 'inline') await lease?.verify(session)
    const failed = piece.kind === 'transaction' ? await asBlock(session, piece) : await byItself(session, piece, lease)
    if (failed !== undefined) return { kind: 'error', at: index, ...failed }
    if (finished(index) === 'stop' && index + 1 < pieces.length) return { kind: 'stopped', next: index + 1 }
  }
  return { kind: 'all' }
}

interface Failed {
  readonly part: LanePart | undefined
  readonly error: DriverError
}

async function asBlock(session: Session, { parts }: Piece): Promise<Failed | undefined> {
  try {
    await session.batch([{ statements: parts.map(({ text }) => text), foreignKeys: 'enforced' }])
    return undefined
  } catch (error) {
    if (!isDriverError(error)) throw error
    const { at } = error
    // One past the last is the commit: no statement is to blame.
    const part = at === undefined ? undefined : (parts[at.statement] ?? ({ kind: 'commit', text: '' } as const))
    return { part, error }
  }
}

async function byItself(session: Session, { parts }: Piece, lease: Lease | undefined): Promise<Failed | undefined> {
  for (const part of parts) {
    // Stopped between intent and statement for longer than a term, and going on as if nothing had been.
    if (part.kind === 'statement' && lease?.isFresh() === false) await lease.verify(session)
    try {
      await session.run(part.text)
    } catch (error) {
      if (!isDriverError(error)) throw error
      return { part, error }
    }
  }
  return undefined
}
