// Owns: the factory, and which sessions have a connection of the DataSource.
// Must not know: what is run in a session.

import { statSync } from 'node:fs'
import { assertNotCancelled, type Driver, type Purpose, type Session } from '@godwit/core/driver'
import { fileOf, poolSizeOf, type DataSource, type QueryRunner } from './data-source.ts'
import { engineOf, type PooledEngine, type SharedEngine } from './engine.ts'
import { connectError, refusal } from './errors.ts'
import { initialised } from './initialise.ts'
import { lendingOf } from './lending.ts'
import { sessionOn } from './session.ts'

/**
 * A driver over a DataSource of TypeORM 0.3 or 1: each session is one query runner, and texts go to the client's own
 * connection. A DataSource that is initialised stays so; one that is not is initialised when the first session is opened
 * and destroyed when the driver is closed. Entities, schema synchronisation and TypeORM's own migrations are left alone.
 * Throws `DriverError` on a type that is not supported.
 */
export function typeorm(dataSource: DataSource): Driver {
  const engine = engineOf(dataSource.options.type)
  const { ensure, end } = initialised(dataSource)
  const sessions = new Set<Session>()

  function remembered(inner: Session, runner: QueryRunner | undefined, release: () => Promise<void>): Session {
    const session = sessionOn(inner, runner, async () => {
      sessions.delete(session)
      await release()
    })
    sessions.add(session)
    return session
  }

  let shared: { readonly connection: unknown; readonly driver: Promise<Driver> } | undefined

  async function openShared(
    { over, dressed = (session) => session }: SharedEngine,
    purpose: Purpose,
    signal: AbortSignal | undefined,
  ): Promise<Session> {
    if (purpose === 'read' && isMissing(dataSource)) return await openOnNothing(signal)
    await ensure()
    const runner = dataSource.createQueryRunner('master')
    try {
      const connection = await runner.connect()
      // One for all sessions: it knows whose transaction is open. A promise, so that two at once do not get one each.
      if (shared === undefined || shared.connection !== connection) shared = { connection, driver: over(connection, dataSource) }
      const inner = await (await shared.driver).open(purpose, signal)
      return remembered(dressed(inner, dataSource), runner, () => runner.release())
    } catch (error) {
      await runner.release()
      throw error
    }
  }

  /** There is no database, and a session for reading must not make one. */
  async function openOnNothing(signal: AbortSignal | undefined): Promise<Session> {
    const nothing = (await import('@godwit/driver-better-sqlite3')).betterSqlite3(':memory:')
    return remembered(await nothing.open('read', signal), undefined, () => nothing.close())
  }

  /** Connections that sessions have, or are waiting for. */
  let taken = 0

  async function openPooled({ over }: PooledEngine, purpose: Purpose, signal: AbortSignal | undefined): Promise<Session> {
    const size = poolSizeOf(dataSource)
    // The client's driver would wait for one, and then say that there was none. Whoever has one and waits for a second would be in its way.
    if (taken >= size) throw refusal('lock-timeout', exhausted(size))
    const lending = lendingOf(dataSource, ensure)
    const free = size - taken
    taken += 1
    try {
      const inner = await (await over(lending, free)).open(purpose, signal)
      return remembered(inner, lending.runner, async () => void (taken -= 1))
    } catch (error) {
      taken -= 1
      throw error
    }
  }

  return {
    name: 'typeorm',
    dialect: engine.dialect,
    capabilities: engine.capabilities,
    async open(purpose, signal) {
      assertNotCancelled(signal)
      try {
        return await (engine.connections === 'shared' ? openShared(engine, purpose, signal) : openPooled(engine, purpose, signal))
      } catch (error) {
        throw connectError(error, fileOf(dataSource))
      }
    },
    async close() {
      for (const session of sessions) await session.close()
      await end()
    },
  }
}

function exhausted(size: number): string {
  const [have, them] = size === 1 ? ['one connection', 'it'] : [`${size} connections`, 'them all']
  return `The DataSource's pool gives ${have}, and sessions of this driver have ${them}. A run takes up to two: raise its poolSize.`
}

/** Whether initialising the DataSource would make its file. False also where the answer cannot be had: then opening it tells why. */
function isMissing(dataSource: DataSource): boolean {
  const file = fileOf(dataSource)
  if (dataSource.isInitialized || file === undefined) return false
  try {
    return statSync(file, { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}
