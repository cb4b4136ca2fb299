// Owns: a driver without a database, for tests of what core sends and how it takes what comes back.
// Must not know: migrations, receipts.

import {
  type Block,
  type Capabilities,
  type Dialect,
  type Driver,
  DriverError,
  type Outcome,
  type Row,
  type Session,
  sqlite,
  type Transaction,
} from '../src/driver.ts'

/** Rows, or the error to reject with. Undefined: no rows. */
export type Answer = readonly Row[] | DriverError | undefined

export interface Script {
  readonly dialect?: Dialect
  readonly capabilities?: Partial<Capabilities>
  /** Asked for every text, those of batches included. */
  readonly answer?: (text: string) => Answer
  /** Rows changed; 1 unless said otherwise. */
  readonly affected?: (text: string) => number | undefined
  /** What a session cannot be had for, or until when it is not there. Sessions are counted from 1. */
  readonly open?: (nth: number, signal: AbortSignal | undefined) => DriverError | undefined | Promise<DriverError | undefined>
  /** As the server names it. */
  readonly session?: (nth: number) => string
  /** Asked before a commit. */
  readonly commit?: () => DriverError | undefined
}

export interface ScriptedDriver extends Driver {
  /** Everything that was sent: texts, and `BEGIN`, `COMMIT`, `ROLLBACK`, `BLOCK`, `OPEN read`, `OPEN write`, `CLOSE`. */
  readonly sent: string[]
}

export function scriptedDriver({
  dialect = sqlite,
  capabilities,
  answer,
  affected,
  open: refusal,
  session,
  commit,
}: Script = {}): ScriptedDriver {
  const sent: string[] = []
  let opened = 0
  const reply = (text: string): Outcome => {
    sent.push(text)
    const answered = answer?.(text)
    if (answered instanceof DriverError) throw answered
    // Where a script says nothing, nothing is there.
    return { rows: answered ?? (text.includes(' AS is_empty') ? [{ is_empty: 1 }] : []), affected: affected?.(text) ?? 1 }
  }
  const open = (nth: number): Session => {
    let roundTrips = 0
    const run = async (text: string): Promise<Outcome> => {
      roundTrips++
      return reply(text)
    }
    const transaction: Transaction = {
      run,
      async commit() {
        roundTrips++
        sent.push('COMMIT')
        const error = commit?.()
        if (error !== undefined) throw error
      },
      async rollback() {
        roundTrips++
        sent.push('ROLLBACK')
      },
    }
    return {
      dialect,
      id: session?.(nth) ?? 'scripted',
      get roundTrips() {
        return roundTrips
      },
      run,
      async begin() {
        roundTrips++
        sent.push('BEGIN')
        return transaction
      },
      async batch(blocks, finished) {
        for (const [index, block] of blocks.entries()) {
          roundTrips++
          sent.push('BLOCK')
          await sendBlock(block, index)
          if (finished?.(index) === 'stop') return
        }
      },
      async close() {
        sent.push('CLOSE')
      },
    }
  }
  async function sendBlock({ statements }: Block, block: number): Promise<void> {
    for (const [statement, text] of statements.entries()) {
      try {
        reply(text)
      } catch (error) {
        if (error instanceof DriverError)
          throw new DriverError({
            reason: error.reason,
            outcome: error.outcome,
            message: error.message,
            position: error.position,
            at: error.outcome === 'unknown' ? undefined : { block, statement },
          })
        throw error
      }
    }
    const error = commit?.()
    if (error !== undefined) throw error
  }
  return {
    name: 'scripted',
    dialect,
    capabilities: { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one', ...capabilities },
    sent,
    async open(purpose, signal) {
      const nth = ++opened
      const asked = refusal?.(nth, signal)
      const error = asked instanceof Promise ? await asked : asked
      if (error !== undefined) throw error
      sent.push(`OPEN ${purpose}`)
      return open(nth)
    },
    async close() {},
  }
}

/** A history as `JournalSql.read` returns it: applied ids, or rows with what differs from a plain receipt. */
export function historyRows(...applied: readonly (string | Row)[]): readonly Row[] {
  const head = { layout: 1, steps: 0 }
  if (applied.length === 0) return [{ ...head, id: null }]
  return applied.map((row, index) => ({
    ...head,
    line: 'app',
    seq: 1,
    direction: 'up',
    ordinal: index + 1,
    description: 'd',
    applied_at: '2026-01-01T00:00:00.000Z',
    execution_time: 1,
    checksum: 'manual',
    raw_checksum: null,
    run: 'earlier',
    ...(typeof row === 'string' ? { id: row } : row),
  }))
}

export function isHistoryRead(text: string): boolean {
  return text.includes(' AS steps')
}
