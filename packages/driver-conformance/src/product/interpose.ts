// Owns: doing something at an exact place of somebody else's run, between two of its messages.
// Must not know: what is done, why there.

import { DriverError, isDriverError, type Block, type Capabilities, type Driver, type Session, type Transaction } from '@godwit/core/driver'

/** `text`: what is about to be sent; undefined for begin, commit and rollback. */
export type Place = (text: string | undefined) => boolean

/**
 * A driver that waits for `work` before the first message for which `at` is true. A batch can be parted where it is no
 * transaction; an atomic one has its place before its first statement only.
 */
export function interpose(driver: Driver, at: Place, work: () => Promise<void>): Driver {
  let state: 'waiting' | 'done' = 'waiting'
  const here = (text: string | undefined): boolean => state === 'waiting' && at(text)
  const now = async (): Promise<void> => {
    state = 'done'
    await work()
  }
  const pass = async (text: string | undefined): Promise<void> => {
    if (here(text)) await now()
  }
  const { batch } = driver.capabilities
  return { ...driver, open: async (purpose, signal) => interposed(await driver.open(purpose, signal), batch, { pass, here, now }) }
}

interface Gate {
  pass(text: string | undefined): Promise<void>
  here(text: string | undefined): boolean
  now(): Promise<void>
}

function interposed(session: Session, kind: Capabilities['batch'], { pass, here, now }: Gate): Session {
  return {
    get dialect() {
      return session.dialect
    },
    get id() {
      return session.id
    },
    get roundTrips() {
      return session.roundTrips
    },
    run: async (text, params) => {
      await pass(text)
      return session.run(text, params)
    },
    begin: async (foreignKeys) => {
      await pass(undefined)
      return interposedTransaction(await session.begin(foreignKeys), pass)
    },
    batch: async (blocks, finished) => {
      const texts = blocks.flatMap(({ statements }, block) => statements.map((text, statement) => ({ text, block, statement })))
      const place = (kind === 'atomic' ? texts.slice(0, 1) : texts).find(({ text }) => here(text))
      if (place === undefined) return session.batch(blocks, finished)
      return parted(session, blocks, place, now, finished)
    },
    close: () => session.close(),
  }
}

async function parted(
  session: Session,
  blocks: readonly Block[],
  { block, statement }: { readonly block: number; readonly statement: number },
  now: () => Promise<void>,
  finished: ((block: number) => 'continue' | 'stop') | undefined,
): Promise<void> {
  const whole = blocks[block]
  if (whole === undefined) throw new RangeError('a place outside the batch')
  const [before, after] = [whole.statements.slice(0, statement), whole.statements.slice(statement)]
  const wishes: ('continue' | 'stop')[] = []
  await session.batch([...blocks.slice(0, block), ...(before.length > 0 ? [{ ...whole, statements: before }] : [])], (index) => {
    if (index === block) return 'continue'
    const wish = finished?.(index) ?? 'continue'
    wishes.push(wish)
    return wish
  })
  if (wishes.includes('stop')) return
  await now()
  try {
    await session.batch([{ ...whole, statements: after }, ...blocks.slice(block + 1)], (index) => finished?.(index + block) ?? 'continue')
  } catch (error) {
    if (!isDriverError(error) || error.at === undefined) throw error
    const { reason, message, outcome, retryable, code, position, at } = error
    const there = { block: at.block + block, statement: at.block === 0 ? at.statement + statement : at.statement }
    throw new DriverError({ reason, message, outcome, retryable, code, position, at: there, cause: error })
  }
}

function interposedTransaction(transaction: Transaction, pass: (text: string | undefined) => Promise<void>): Transaction {
  return {
    run: async (text, params) => {
      await pass(text)
      return transaction.run(text, params)
    },
    commit: async () => {
      await pass(undefined)
      return transaction.commit()
    },
    rollback: () => transaction.rollback(),
  }
}
