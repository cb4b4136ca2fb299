// Owns: a sound driver that breaks on demand, once, at a place that can be enumerated.
// Must not know: migrations, what a run sends and why.

import { DriverError, type Driver } from '@godwit/core/driver'
import type { Fault, Message } from './fault.ts'
import { faultySession, type FaultySession } from './session.ts'
import { wireTo } from './wire.ts'

export type { Fault, Message }

export interface FaultyDriver extends Driver {
  /** What was sent so far, the message that broke included. Its length is the number of points where a run can break. */
  readonly messages: readonly Message[]
  /** The message that broke; undefined as long as none did. */
  readonly struck: Message | undefined
}

/**
 * Decorates a driver that obeys the laws. Without a fault it only counts: run once like that, then once for every point.
 *
 *     const counting = faulty(driver)
 *     await migrate(counting)
 *     for (const at of counting.messages.keys()) await migrate(faulty(fresh(), { at, when: 'before', loses: 'client' }))
 */
export function faulty(driver: Driver, fault?: Fault): FaultyDriver {
  const sessions = new Set<FaultySession>()
  const wire = wireTo(fault)
  let client: 'alive' | 'dead' = 'alive'

  const isDead = (): boolean => client === 'dead'
  const assertAlive = (): void => {
    if (isDead()) throw new DriverError({ reason: 'connection', message: 'the client is dead', outcome: 'not-applied' })
  }

  const killClient = async (): Promise<void> => {
    client = 'dead'
    for (const session of sessions) await session.kill()
    await driver.close()
  }

  return {
    name: driver.name,
    dialect: driver.dialect,
    capabilities: driver.capabilities,
    get messages() {
      return wire.messages
    },
    get struck() {
      return wire.struck
    },
    open: async (purpose, signal) => {
      assertAlive()
      const session = faultySession(await driver.open(purpose, signal), driver, wire, () =>
        fault?.loses === 'client' ? killClient() : session.kill(),
      )
      sessions.add(session)
      // The client died while it was opened, and the database sees it end like the others.
      if (isDead()) await session.kill()
      assertAlive()
      return session
    },
    close: async () => {
      if (client === 'dead') return
      for (const session of sessions) session.wake()
      sessions.clear()
      await driver.close()
    },
  }
}
