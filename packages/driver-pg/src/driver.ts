// Owns: the factory, and what the driver itself opened.
// Must not know: what is run in a session.

import { assertNotCancelled, postgres, type Capabilities, type Driver, type Purpose, type Session } from '@godwit/core/driver'
import type { Client, Pool } from './client.ts'
import { settingsFrom, type PgConfig, type PgOptions, type Settings } from './config.ts'
import { targetOf } from './connect.ts'
import { giveUp, inTurn } from './connection.ts'
import { driverError } from './errors.ts'
import { identify, NAMELESS } from './identity.ts'
import { forget, remember } from './keep.ts'
import { within, type Limit } from './limit.ts'
import { locate } from './location.ts'
import { overClient, overPGlite, overPool } from './over-client.ts'
import { ownConnections } from './own.ts'
import type { PGlite } from './pglite.ts'
import { askServer, openTransaction, WATCH_MS, type Server } from './server.ts'
import { openSession } from './session.ts'
import type { Lent, Source } from './source.ts'

/**
 * A driver over pg: for a URL, a configuration, a `Pool` or a connected `Client` that exists already, or a PGlite database.
 * What was handed in stays open when the driver is closed, and keeps its settings: a pool's client that may have one of a script
 * is thrown away, and the pool makes another; on a `Client` and PGlite it is put back, behind each migration that set one. These
 * two and a pool of one have one connection: their sessions take turns, and a second one that wants to begin beside an open
 * transaction is refused.
 * Throws `DriverError` on a URL that cannot be used, `RangeError` on an option that makes no sense.
 */
export function pg(source: string | PgConfig | Pool | Client | PGlite, options: PgOptions = {}): Driver {
  if (typeof source === 'object' && 'execProtocol' in source)
    return driver(overPGlite(source), settingsFrom({ ...options, pooler: 'none' }))
  if (typeof source === 'object' && 'totalCount' in source) return driver(overPool(source), settingsFrom(options))
  if (typeof source === 'object' && 'query' in source) return driver(overClient(source), settingsFrom(options))
  const config: PgConfig = { ...(typeof source === 'string' ? { url: source } : source), ...options }
  const { connectTimeoutMs, pooler } = config.url === undefined ? {} : locate(config.url)
  const named = { ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }), ...(pooler === undefined ? {} : { pooler }) }
  return driver(ownConnections(targetOf(config)), settingsFrom({ ...named, ...config }))
}

/**
 * Core asks before anything is open, so what is declared has to hold for all servers that the same call may reach: a pooler
 * is only found out by asking one. Nothing of core needs more than `stateless`; who knows that there is none says so.
 */
function capabilitiesOf({ connections }: Source, { pooler }: Settings): Capabilities {
  return {
    ddl: 'transactional',
    batch: 'atomic',
    // What sessions share, one of them changes for all.
    session: pooler === 'none' && connections === 'many' ? 'pinned' : 'stateless',
    writers: connections,
  }
}

function driver(source: Source, settings: Settings): Driver {
  const sessions = new Set<Session>()
  let last: Server | undefined

  async function open(purpose: Purpose, limit: Limit): Promise<Session> {
    const lent = await source.lend(limit)
    try {
      // A pool's connections are all to the same server: to read, knowing one is enough.
      const asked = purpose === 'write' || (lent.owner === 'theirs' && last === undefined) || source.connections === 'one'
      const server = asked ? await serverOf(lent, limit) : undefined
      last = server ?? last
      // CockroachDB does not list what was set for a session.
      const keeps = purpose === 'write' && lent.another === 'impossible' && server?.dialect.flavor !== 'cockroach'
      if (keeps) await remember(lent.connection, limit)
      const { id, mark } = server === undefined ? NAMELESS : identify(lent, server, settings.pooler, source)
      const session = openSession({
        connection: lent.connection,
        dialect: (server ?? last)?.dialect ?? lent.dialect ?? postgres,
        id,
        mark,
        purpose,
        settings: settingsOf(server, settings),
        release: async () => {
          sessions.delete(session)
          if (keeps) await forget(lent.connection)
          await lent.giveBack()
        },
      })
      sessions.add(session)
      return session
    } catch (error) {
      await lent.giveBack()
      throw error
    }
  }

  return {
    name: 'pg',
    dialect: postgres,
    capabilities: capabilitiesOf(source, settings),
    async open(purpose, signal) {
      assertNotCancelled(signal)
      const session = await open(purpose, { ms: settings.connectTimeoutMs, signal })
      if (signal?.aborted === true) await session.close()
      assertNotCancelled(signal)
      return session
    },
    async close() {
      await Promise.all([...sessions].map((session) => session.close()))
      await source.close()
    },
  }
}

async function serverOf({ connection, owner, pid }: Lent, limit: Limit): Promise<Server> {
  const { channel, holder, server } = connection
  if (server !== undefined && holder !== undefined) return server
  // A database in this process says what state it is in only when it is asked.
  if (server !== undefined && channel.answers === 'message' && channel.status !== undefined) {
    if (channel.status === 'in a transaction') throw openTransaction()
    return server
  }
  const asking = inTurn(
    connection,
    () => {},
    () => askServer(connection, owner === 'ours' ? pid : undefined),
  )
  try {
    connection.server = await within(asking, limit, `The server accepted the login and then gave no answer within ${limit.ms} ms.`)
    return connection.server
  } catch (error) {
    const failure = driverError(error, { phase: 'connecting', secrets: connection.secrets })
    // It may still answer, to whoever asks next.
    if (failure.reason === 'connection') giveUp(connection)
    throw failure
  }
}

/** For a transaction only, so that nothing is left behind: neither with a pooler's next client nor with the owner. */
function settingsOf(server: Server | undefined, { lockTimeoutMs }: Settings): readonly string[] {
  return [
    ...(lockTimeoutMs === 0 ? [] : [`SET LOCAL lock_timeout = ${lockTimeoutMs}`]),
    ...(server?.watches === 'client' ? [`SET LOCAL client_connection_check_interval = ${WATCH_MS}`] : []),
  ]
}
