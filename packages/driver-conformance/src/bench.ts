// Owns: what a law has in its hands, and that nothing of it is left over.
// Must not know: laws, vitest.

import type { Driver, Session } from '@godwit/core/driver'
import type { Bench, Facts } from './law.ts'
import { startPeer, type Peer } from './process/peer.ts'
import type { Fresh, Offer, Subject } from './subject.ts'
import { wordsOf } from './words/of-family.ts'

/** `dismantle` returns what went wrong instead of throwing: it must not hide a law's own error. */
interface Workshop {
  readonly bench: Bench
  readonly dismantle: () => Promise<readonly Error[]>
}

const OFFERS: readonly Offer[] = ['folder', 'elsewhere', 'wire', 'stranger', 'nowhere']

export function factsOf(driver: Driver, fresh: Fresh): Facts {
  const words = wordsOf(driver.dialect.family)
  return {
    dialect: driver.dialect,
    capabilities: driver.capabilities,
    words,
    conflicts: fresh.conflicts ?? 'statement',
    place: fresh.place ?? words.place,
    beside: fresh.beside ?? 'nothing',
    copies: driver.copy === undefined ? 'none' : 'made',
    offers: new Set(OFFERS.filter((offer) => fresh[offer] !== undefined)),
  }
}

/** Runs `work` on a bench of its own and clears it away, whatever happened; the first error is the one that is thrown. */
export async function inWorkshop<Value>(open: Subject['open'], work: (bench: Bench) => Promise<Value>): Promise<Value> {
  const { bench, dismantle } = await workshop(open)
  let value: Value
  try {
    value = await work(bench)
  } catch (error) {
    await dismantle()
    throw error
  }
  const [failure] = await dismantle()
  if (failure !== undefined) throw failure
  return value
}

async function workshop(open: Subject['open']): Promise<Workshop> {
  const fresh = await open()
  const drivers: Driver[] = []
  const sessions: Session[] = []
  const peers: Peer[] = []

  const connect = (): Driver => {
    const driver = fresh.connect()
    drivers.push(driver)
    return driver
  }

  const bench: Bench = {
    ...factsOf(connect(), fresh),
    fresh,
    connect,
    open: async (purpose = 'write') => {
      const session = await connect().open(purpose)
      sessions.push(session)
      return session
    },
    peer: async () => {
      if (fresh.elsewhere === undefined) throw new Error('this database cannot be reached by another process')
      const peer = await startPeer(fresh.elsewhere)
      peers.push(peer)
      return peer
    },
    anew: (work) => inWorkshop(open, work),
  }

  return {
    bench,
    dismantle: async () => {
      const failures: Error[] = []
      const attempt = async (work: () => unknown): Promise<void> => {
        try {
          await work()
        } catch (error) {
          failures.push(error instanceof Error ? error : new Error(String(error)))
        }
      }
      for (const peer of peers) await attempt(() => peer.kill())
      for (const session of sessions) await attempt(() => session.close())
      for (const driver of drivers) await attempt(() => driver.close())
      await attempt(() => fresh.dispose())
      return failures
    },
  }
}
