// Owns: clients and pools that were handed in.
// Must not know: what is run in a session.

import { insidesOf, type Client, type Pool, type PoolClient } from './client.ts'
import { connectionOver, type Connection } from './connection.ts'
import { driverError } from './errors.ts'
import { channelOver } from './exchange.ts'
import { within } from './limit.ts'
import { channelOverPGlite, type PGlite } from './pglite.ts'
import { refusal } from './refusal.ts'
import type { Lent, Source } from './source.ts'

/** All drivers over the same client share its connection, and take turns; what was learned of it lasts as long as it does. */
const connections = new WeakMap<object, Connection>()

function sharedConnection(handle: object, make: () => Connection): Connection {
  const known = connections.get(handle)
  if (known !== undefined) return known
  const made = make()
  connections.set(handle, made)
  return made
}

export function overClient(client: Client): Source {
  return {
    connections: 'one',
    async lend(): Promise<Lent> {
      assertUsable(client)
      const connection = sharedConnection(client, () => connectionOver(channelOver(client)))
      // Its owner may listen too; without anyone a broken connection would end the process.
      const listener = (): void => {}
      client.on('error', listener)
      return {
        connection,
        pid: pidOf(client),
        owner: 'theirs',
        another: 'impossible',
        dialect: undefined,
        giveBack: async () => void client.removeListener('error', listener),
      }
    },
    close: async () => {},
  }
}

export function overPool(pool: Pool): Source {
  return pool.options?.max === 1 ? overSmallPool(pool) : overLargePool(pool)
}

/** Connections that sessions have of a pool, or wait for, whichever driver they belong to. */
const taken = new WeakMap<Pool, number>()

function overLargePool(pool: Pool): Source {
  const most = pool.options?.max ?? Infinity
  const count = (change: 1 | -1): void => void taken.set(pool, (taken.get(pool) ?? 0) + change)
  return {
    connections: 'many',
    async lend(limit): Promise<Lent> {
      // Whoever has one and waits for a second would keep the others waiting, who have one as well.
      if ((taken.get(pool) ?? 0) >= most)
        throw refusal('lock-timeout', `The pool gives ${most} connections, and sessions of Godwit have them all.`)
      count(1)
      try {
        const { client, giveBack } = await checkOut(pool, limit)
        return lent(client, (connection) => {
          count(-1)
          giveBack(connection)
        })
      } catch (error) {
        count(-1)
        throw error
      }
    },
    close: async () => {},
  }
}

/** One connection for all sessions: a second one would wait for ever for the first to be given back. */
function overSmallPool(pool: Pool): Source {
  let out: Promise<{ readonly client: PoolClient; readonly giveBack: (connection: Connection) => void }> | undefined
  let users = 0
  return {
    connections: 'one',
    async lend(limit): Promise<Lent> {
      users += 1
      out ??= checkOut(pool, limit)
      try {
        const { client, giveBack } = await out
        return lent(client, (connection) => {
          users -= 1
          if (users > 0) return
          out = undefined
          giveBack(connection)
        })
      } catch (error) {
        users -= 1
        if (users === 0) out = undefined
        throw error
      }
    },
    close: async () => {},
  }
}

/** `ended`: the session has no more use for it. */
function lent(client: PoolClient, ended: (connection: Connection) => void): Lent {
  const connection = sharedConnection(client, () => connectionOver(channelOver(client)))
  return {
    connection,
    pid: pidOf(client),
    owner: 'theirs',
    another: 'possible',
    dialect: undefined,
    giveBack: async () => ended(connection),
  }
}

async function checkOut(
  pool: Pool,
  limit: Parameters<Source['lend']>[0],
): Promise<{ readonly client: PoolClient; readonly giveBack: (connection: Connection) => void }> {
  const why = `The pool gave no connection within ${limit.ms} ms: all of its own may be in use, or the server does not answer.`
  const client = await within(pool.connect(), limit, why, (late) => late.release()).catch((error: unknown) => {
    throw driverError(error, { phase: 'connecting' })
  })
  const listener = (): void => {}
  client.on('error', listener)
  const giveBack = ({ state }: { readonly state: Connection['state'] }): void => {
    client.removeListener('error', listener)
    // One that may not be what its owner expects is thrown away by the pool, which makes another.
    client.release(state !== 'clean')
  }
  try {
    assertUsable(client)
  } catch (error) {
    giveBack({ state: 'clean' })
    throw error
  }
  return { client, giveBack }
}

export function overPGlite(database: PGlite): Source {
  return {
    connections: 'one',
    async lend(limit): Promise<Lent> {
      if (database.closed) throw refusal('connection', 'The PGlite database that was handed in is closed.')
      await within(database.waitReady, limit, `PGlite was not ready within ${limit.ms} ms.`).catch((error: unknown) => {
        throw driverError(error, { phase: 'connecting' })
      })
      const connection = sharedConnection(database, () => connectionOver(channelOverPGlite(database)))
      return { connection, pid: undefined, owner: 'theirs', another: 'impossible', dialect: undefined, giveBack: async () => {} }
    },
    close: async () => {},
  }
}

function pidOf(client: Client): number | undefined {
  const { processID } = insidesOf(client)
  return typeof processID === 'number' ? processID : undefined
}

function assertUsable(client: Client): void {
  const { native, _connected } = insidesOf(client)
  if (native !== undefined)
    throw refusal(
      'connection',
      'The client that was handed in is pg-native, which cannot be told which statement of several failed: use the one in JavaScript.',
    )
  if (_connected === false)
    throw refusal('connection', 'The client that was handed in is not connected: call its connect() first, and wait for it.')
}
