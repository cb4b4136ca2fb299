// Owns: the seam's session over one client.
// Must not know: where the client came from.

import { setImmediate } from 'node:timers/promises'
import type { DriverError, Session } from '@godwit/core/driver'
import { runBlock } from './block.ts'
import type { Client } from './client.ts'
import { dialect } from './dialect.ts'
import { driverError, type Circumstances } from './errors.ts'
import { refusal } from './refusal.ts'
import { placeOf, runAlone } from './statement.ts'
import { openTransaction, type OpenTransaction } from './transaction.ts'

/** How long a batch may keep the process from everything else, milliseconds: a file's client never waits for anything. */
const BREATH_MS = 50

export interface SessionSource {
  readonly client: Client
  readonly secret: string | undefined
  /** Asked about an error before the first answer: a web socket does not say why it was closed. */
  readonly explain: (error: DriverError) => Promise<DriverError>
  /** Gives the client back; called once. */
  readonly release: () => void
}

/** Runs one exchange with the database, counted, with its errors translated. */
export type Call = <T>(work: () => Promise<T>, circumstances?: Circumstances) => Promise<T>

export function openSession({ client, secret, explain, release }: SessionSource): Session {
  let state: 'open' | 'closed' = 'open'
  let heard: 'nothing' | 'something' = 'nothing'
  let roundTrips = 0
  let current: OpenTransaction | undefined

  const call: Call = async (work, circumstances) => {
    roundTrips += 1
    try {
      const result = await work()
      heard = 'something'
      return result
    } catch (error) {
      const failure = driverError(error, { secret, ...circumstances })
      throw heard === 'nothing' ? await explain(failure) : failure
    }
  }

  function assertMayBegin(): void {
    if (state === 'closed') throw refusal('connection', 'The session is closed.')
    if (current?.isOpen === true) throw refusal('unknown', 'This session has an open transaction: use it, or end it first.')
  }

  return {
    dialect,
    id: undefined,
    get roundTrips() {
      return roundTrips
    },
    async run(text, params = []) {
      assertMayBegin()
      return await call(() => runAlone(client, text, params), { text })
    },
    async begin(foreignKeys = 'enforced') {
      assertMayBegin()
      current = await call(() => openTransaction(client, call, foreignKeys))
      return current.transaction
    },
    async batch(blocks, finished) {
      let breathed = performance.now()
      for (const [n, block] of blocks.entries()) {
        assertMayBegin()
        await call(() => runBlock(client, block, n, secret))
        if (finished?.(n) === 'stop') return
        if (placeOf(client) === 'server' || performance.now() - breathed < BREATH_MS) continue
        await setImmediate()
        breathed = performance.now()
      }
    },
    async close() {
      if (state === 'closed') return
      state = 'closed'
      await current?.abandon()
      release()
    },
  }
}
