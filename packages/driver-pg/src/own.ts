// Owns: the driver's own connections, and those that are kept for the next session.
// Must not know: what is run in a session.

import { connect, destroy, type Connected, type Target } from './connect.ts'
import { connectionOver, type Connection } from './connection.ts'
import { insidesOf, type OwnClient } from './client.ts'
import { channelOver } from './exchange.ts'
import { within, type Limit } from './limit.ts'
import { masked } from './secrets.ts'
import { dialectOf, strings } from './server.ts'
import type { Lent, Source } from './source.ts'

/** How long a connection waits for the next session, milliseconds: core opens one to read, and then one to write. */
const IDLE_MS = 2000
/** How long a server may take to say goodbye, milliseconds. */
const GOODBYE_MS = 1000

interface Own extends Connected {
  readonly connection: Connection
}

export function ownConnections(target: Target): Source {
  const idle = new Map<Own, NodeJS.Timeout>()

  async function take(limit: Limit): Promise<Own> {
    for (const [own, timer] of idle) {
      clearTimeout(timer)
      idle.delete(own)
      if (own.connection.state === 'lost') continue
      own.client.ref()
      if (await isClean(own, limit)) return own
      await end(own.client)
    }
    const connected = await connect(target, limit)
    if (connected.parameters.get('standard_conforming_strings') === 'off') {
      await end(connected.client)
      throw strings()
    }
    const own: Own = { ...connected, connection: connectionOver(channelOver(connected.client), target.secrets) }
    own.client.on('error', (error) => {
      own.connection.state = 'lost'
      own.connection.goodbye ??= masked(error.message, target.secrets)
    })
    return own
  }

  async function giveBack(own: Own): Promise<void> {
    const { client, connection } = own
    if (connection.state === 'lost') return destroy(client)
    // Whoever forgets to close the driver is not kept from the end of the process.
    client.unref()
    const timer = setTimeout(() => {
      idle.delete(own)
      void end(client)
    }, IDLE_MS)
    timer.unref()
    idle.set(own, timer)
  }

  return {
    connections: 'many',
    async lend(limit): Promise<Lent> {
      const own = await take(limit)
      const { processID } = insidesOf(own.client)
      return {
        connection: own.connection,
        pid: typeof processID === 'number' ? processID : undefined,
        owner: 'ours',
        another: 'possible',
        dialect: dialectOf(own.parameters.has('crdb_version') ? 'cockroach' : (own.parameters.get('server_version') ?? '')),
        giveBack: () => giveBack(own),
      }
    },
    async close() {
      const all = [...idle]
      idle.clear()
      for (const [, timer] of all) clearTimeout(timer)
      await Promise.all(all.map(([{ client }]) => end(client)))
    },
  }
}

/** What an earlier session may have left is thrown away, for a round trip: a tenth of what a new connection costs. */
async function isClean({ connection }: Own, limit: Limit): Promise<boolean> {
  if (connection.state === 'clean') return true
  try {
    await within(connection.channel.query('DISCARD ALL', []), limit, 'The server gave no answer.')
    connection.state = 'clean'
    connection.server = undefined
    return true
  } catch {
    // A new one will tell what is the matter.
    return false
  }
}

/** Never rejects, and does not wait for a server that is silent. */
async function end(client: OwnClient): Promise<void> {
  const goodbye = setTimeout(() => destroy(client), GOODBYE_MS)
  try {
    await client.end()
  } catch {
    destroy(client)
  } finally {
    clearTimeout(goodbye)
  }
}
