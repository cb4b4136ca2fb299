// Owns: the seam's session over one connection.
// Must not know: where the connection came from.

import type { Outcome, Purpose, Session, SqlValue } from '@godwit/core/driver'
import { assertAsRead } from './as-read.ts'
import { runBatch } from './batch.ts'
import { bound } from './bind.ts'
import { assertFits } from './fits.ts'
import { changesRows, read, type Reading } from './reading.ts'
import { refusal } from './refusal.ts'
import type { Loan, Source } from './source.ts'
import { beginOn, type OpenTransaction } from './transaction.ts'
import type { Result } from './wire.ts'

/** `release`: called once, when the connection was given back. */
export function openSession(loan: Loan, source: Source, purpose: Purpose, release: () => void): Session {
  const { wire, facts } = loan
  let state: 'open' | 'closed' = 'open'
  // Of a session that writes, the names of another character set were changed already.
  let condition: 'clean' | 'used' = purpose === 'write' && facts.charset !== 'utf8mb4' ? 'used' : 'clean'
  let current: OpenTransaction | undefined

  function assertMayBegin(): void {
    if (state === 'closed') throw refusal('connection', 'The session is closed.')
    if (current?.isOpen === true) throw refusal('unknown', 'This session has an open transaction: use it, or end it first.')
  }

  async function runOne(text: string, params: readonly SqlValue[]): Promise<Outcome> {
    if (state === 'closed') throw refusal('connection', 'The session is closed.')
    const reading = read(text)
    // A session for reading is asked by core only; a function that somebody else's query calls may set anything.
    if (purpose === 'write' || !isHarmless(reading)) condition = 'used'
    // What is nothing is sent as it is: the server says so in its own words.
    const message = bound(reading.text === '' ? text : reading.text, params)
    assertFits(message, facts)
    await loan.keep?.meet([text])
    const results = await wire.ask(message)
    assertAsRead([reading], results)
    return toOutcome(reading, results)
  }

  return {
    dialect: facts.dialect,
    id: facts.id,
    get roundTrips() {
      return wire.roundTrips - loan.earlier
    },
    async run(text, params = []) {
      assertMayBegin()
      return await runOne(text, params)
    },
    async begin() {
      assertMayBegin()
      condition = 'used'
      current = await beginOn(wire, runOne)
      return current.transaction
    },
    async batch(blocks, finished) {
      assertMayBegin()
      condition = 'used'
      await runBatch(loan, source, blocks, finished)
    },
    async close() {
      if (state === 'closed') return
      state = 'closed'
      // Whoever waits behind a statement that is under way waits as long as it takes.
      const busy = wire.pending > 0
      if (!busy) await current?.abandon()
      await loan.giveBack(busy || wire.state === 'dead' ? 'broken' : condition)
      release()
    },
  }
}

/** Whether the connection is afterwards what it was before: no variable set, no lock taken by hand. */
/** A `SELECT` sets variables of its own, and only reads those of the server. */
function isHarmless({ keyword, text }: Reading): boolean {
  return (keyword === 'SELECT' || keyword === 'SHOW') && !/(?<!@)@(?!@)|lock\b|into\b/i.test(text)
}

/** The rows of the first result that has some. Of a statement that gives what it changes, as many were changed. */
function toOutcome(reading: Reading, results: readonly Result[]): Outcome {
  const rows = results.find((result) => result.kind === 'rows')?.rows ?? []
  if (!changesRows(reading)) return { rows, affected: 0 }
  const ok = results.findLast((result) => result.kind === 'ok')
  if (ok !== undefined) return { rows, affected: ok.affected }
  return { rows, affected: reading.returning === 'yes' ? rows.length : 0 }
}
