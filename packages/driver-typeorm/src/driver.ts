// Owns: the factory, and which sessions have a connection of the DataSource.
// Must not know: what is run in a session.

import { existsSync } from 'node:fs'
import type { Driver, Purpose, Session } from '@godwit/core/driver'
import { borrow, poolSize, type Borrowed } from './borrow.ts'
import { optionsOf, type DataSource, type QueryRunner } from './data-source.ts'
import { engineOf } from './engine.ts'
import { connectError, refusal } from './errors.ts'
import { initialised } from './initialise.ts'
import { sessionOn } from './session.ts'

export interface TypeormOptions {
  /**
   * How long to wait for a connection when the DataSource's pool has none free, milliseconds. After that, opening a session
   * is refused.
   * @defaultValue 10000
   */
  readonly connectTimeoutMs?: number
}

const CONNECT_TIMEOUT_MS = 10_000

/**
 * A driver over a DataSource of TypeORM 0.3 or 1: each session is one query runner, and texts go to the client's own
 * connection. A DataSource that is initialised stays so; one that is not is initialised when the first session is opened
 * and destroyed when the driver is closed. Entities, schema synchronisation and TypeORM's own migrations are left alone.
 * Throws `DriverError` on a type that is not supported.
 */
export function typeorm(dataSource: DataSource, { connectTimeoutMs = CONNECT_TIMEOUT_MS }: TypeormOptions = {}): Driver {
  const engine = engineOf(dataSource.options.type)
  const { ensure, end } = initialised(dataSource)
  const sessions = new Set<Session>()
  let shared: { readonly connection: unknown; readonly driver: Promise<Driver> } | undefined

  /** On a shared connection one driver for all sessions: it knows whose transaction is open. */
  async function driverOver(connection: unknown): Promise<Driver> {
    if (engine.connections === 'own') return engine.over(connection, dataSource)
    // A promise, so that sessions opened at the same moment do not get a driver each.
    if (shared === undefined || shared.connection !== connection) shared = { connection, driver: engine.over(connection, dataSource) }
    return await shared.driver
  }

  async function openOn({ runner, connection }: Borrowed, purpose: Purpose, signal: AbortSignal | undefined): Promise<Session> {
    try {
      const inner = await (await driverOver(connection)).open(purpose, signal)
      return remembered(inner, runner, () => runner.release())
    } catch (error) {
      await runner.release()
      throw connectError(error)
    }
  }

  function remembered(inner: Session, runner: QueryRunner | undefined, release: () => Promise<void>): Session {
    const session = sessionOn(inner, runner, async () => {
      sessions.delete(session)
      await release()
    })
    sessions.add(session)
    return session
  }

  /** Nothing is there, and a session for reading must not make it. */
  async function openOnNothing(signal: AbortSignal | undefined): Promise<Session> {
    const nothing = (await import('@godwit/driver-better-sqlite3')).betterSqlite3(':memory:')
    return remembered(await nothing.open('read', signal), undefined, () => nothing.close())
  }

  return {
    name: 'typeorm',
    dialect: engine.dialect,
    capabilities: engine.capabilities,
    async open(purpose, signal) {
      if (signal?.aborted === true) throw refusal('connection', 'Opening the database was cancelled.')
      if (purpose === 'read' && isMissing(dataSource)) return openOnNothing(signal)
      await ensure()
      const size = engine.connections === 'own' ? poolSize(dataSource) : undefined
      if (size !== undefined && sessions.size >= size) {
        throw refusal('connection', `The DataSource's pool has ${size} connection(s), and this driver's sessions have all of them. Raise poolSize.`)
      }
      return openOn(await borrow(dataSource, connectTimeoutMs, signal), purpose, signal)
    },
    async close() {
      for (const session of sessions) await session.close()
      await end()
    },
  }
}

/** Whether initialising the DataSource would make its file. */
function isMissing(dataSource: DataSource): boolean {
  const { type, database } = optionsOf(dataSource)
  if (dataSource.isInitialized || type !== 'better-sqlite3') return false
  return typeof database === 'string' && database !== ':memory:' && !existsSync(database)
}
