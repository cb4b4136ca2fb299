// Owns: breaking a batch at any statement, and at the end of any atomic block.
// Must not know: what becomes of the session afterwards.

import { isDriverError, type Block, type Capabilities, type Dialect, type Session } from '@godwit/core/driver'
import type { Message } from './fault.ts'
import type { FaultyWire } from './wire.ts'

export interface BatchCut {
  readonly session: Session
  readonly dialect: Dialect
  readonly capabilities: Capabilities
  readonly wire: FaultyWire
  readonly blocks: readonly Block[]
  readonly finished: ((block: number) => 'continue' | 'stop') | undefined
}

/** A message of a batch and where it is. `statement` is one past the last where the message is the end of the block. */
interface Part {
  readonly message: Message
  readonly block: number
  readonly statement: number
}

/** What the fault leaves of a batch. */
interface Rest {
  readonly blocks: readonly Block[]
  /** The block in which the client dies: nobody hears whether it held. */
  readonly block: number
  /** The statement of that block at which it dies, put there to fail; undefined where nothing need fail. */
  readonly death: number | undefined
  /** The first statement of that block whose answer is lost. */
  readonly unheard: number
}

/** Runs the batch as far as the fault lets it. Rejects only with an error of the database. */
export async function cutBatch(cut: BatchCut): Promise<'done' | 'hang' | 'lost'> {
  const parts = partsOf(cut.blocks, cut.capabilities)
  const fate = cut.wire.next(parts.map(({ message }) => message))
  const part = fate === undefined ? undefined : parts[fate.index]
  if (fate === undefined || part === undefined) {
    await pass(cut, parts, undefined)
    return 'done'
  }
  const rest = upTo(cut, part, fate.when === 'after' ? 'after' : 'before')
  if ((await pass(cut, parts.slice(0, fate.index), rest)) === 'stopped') return 'done'
  cut.wire.hit(part.message)
  return fate.when === 'hang' ? 'hang' : 'lost'
}

/** Sends the batch, or the rest of it. Records as many `parts` as really happened: it may be stopped, or refused, before its end. */
async function pass(
  { session, wire, blocks, finished }: BatchCut,
  parts: readonly Part[],
  rest: Rest | undefined,
): Promise<'ended' | 'stopped'> {
  let stoppedAfter: number | undefined
  const hear = (block: number): 'continue' | 'stop' => {
    if (block === rest?.block) return 'continue'
    const wish = finished?.(block) ?? 'continue'
    if (wish === 'stop') stoppedAfter = block
    return wish
  }
  const record = (happened: (part: Part) => boolean): void => wire.passed(parts.filter(happened).map(({ message }) => message))
  try {
    await session.batch(rest?.blocks ?? blocks, hear)
  } catch (error) {
    const at = isDriverError(error) ? error.at : undefined
    record(({ block, statement }) => at === undefined || block < at.block || (block === at.block && statement <= at.statement))
    // Either the death that was arranged, or the database's own refusal of what was hit: an answer too, and lost like any other.
    if (rest !== undefined && at?.block === rest.block && (at.statement === rest.death || at.statement >= rest.unheard)) return 'ended'
    throw error
  }
  record(({ block }) => stoppedAfter === undefined || block <= stoppedAfter)
  return stoppedAfter === undefined ? 'ended' : 'stopped'
}

/**
 * The batch as the database sees it when the client dies at `part`. Inside an atomic block the database rolls back; what
 * makes it do so here is a statement that fails, so that it is the driver's own way through a block that is broken.
 */
function upTo({ blocks, capabilities, dialect }: BatchCut, { block, statement }: Part, when: 'before' | 'after'): Rest {
  const before = blocks.slice(0, block)
  const { statements, foreignKeys } = blocks[block] ?? { statements: [], foreignKeys: 'enforced' }
  const reached = when === 'before' ? statement : statement + 1
  const unheard = when === 'before' ? Infinity : statement
  const survives = capabilities.batch === 'ordered' || reached > statements.length
  const sent = statements.slice(0, reached)
  return survives
    ? { block, unheard, death: undefined, blocks: [...before, { statements: sent, foreignKeys }] }
    : {
        block,
        unheard,
        death: sent.length,
        blocks: [...before, { statements: [...sent, `SELECT 1 FROM ${dialect.identifier('the client died here')}`], foreignKeys }],
      }
}

function partsOf(blocks: readonly Block[], { batch }: Capabilities): readonly Part[] {
  return blocks.flatMap(({ statements }, block) => [
    ...statements.map((text, statement) => ({ message: { kind: 'statement', text } as const, block, statement })),
    ...(batch === 'atomic' ? [{ message: { kind: 'block end', text: undefined } as const, block, statement: statements.length }] : []),
  ])
}
