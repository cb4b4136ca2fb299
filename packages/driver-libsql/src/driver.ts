// Owns: the factory, and what the driver itself opened.
// Must not know: what is run in a session.

import { pathToFileURL } from 'node:url'
import { assertNotCancelled, type Capabilities, type Driver, type Purpose, type Session } from '@godwit/core/driver'
import { openClient, openServerClient, type Client } from './client.ts'
import type { LibsqlConfig } from './config.ts'
import { copyOf } from './copy.ts'
import { dialect } from './dialect.ts'
import { driverError } from './errors.ts'
import { explainClosedSocket } from './explain.ts'
import { switchToWal } from './journal-mode.ts'
import { type FileLocation, locate, type ServerLocation } from './location.ts'
import { refusal } from './refusal.ts'
import { requests } from './requests.ts'
import { openSession, type SessionSource } from './session.ts'

/** A server gives each statement a connection of its own, and a client that was handed in may have many to a file. */
const CAPABILITIES: Capabilities = { ddl: 'transactional', batch: 'atomic', session: 'stateless', writers: 'one' }

/**
 * A driver over @libsql/client: for a file, for one database in memory that all its sessions share, for a server, or over
 * a client that exists already. Such a client stays open when the driver is closed; its `intMode` may be `number` (then
 * an integer beyond 2^53 is an error) or `bigint`, not `string`.
 * Throws `DriverError` on a URL that names no libSQL database, and on options that do not go with it.
 */
export function libsql(source: string | LibsqlConfig | Client): Driver {
  if (typeof source === 'object' && 'execute' in source) return overClient(source)
  const config = typeof source === 'string' ? { url: source } : source
  const location = locate(config.url)
  if (location.kind !== 'file' && config.journalMode !== undefined)
    throw refusal('connection', 'A journal mode can only be chosen for a file.')
  switch (location.kind) {
    case 'memory':
      return withCopies(overMemory(config), config)
    case 'file':
      return withCopies(overFile(location, config), config)
    case 'server':
      return overServer(location, config)
    default:
      return location satisfies never
  }
}

function withCopies(driver: Driver, given: LibsqlConfig): Driver {
  const { journalMode: _, ...config } = given
  return {
    ...driver,
    async copy(signal) {
      const session = await driver.open('read', signal)
      try {
        return await copyOf(session, (path) => libsql({ ...config, url: pathToFileURL(path).href }))
      } finally {
        await session.close()
      }
    },
  }
}

/** A client for one session, and how it is given back. */
type Lent = Omit<SessionSource, 'release'> & { readonly giveBack: () => void }

const asItIs: SessionSource['explain'] = async (error) => error

function overClient(client: Client): Driver {
  let checked: Promise<void> | undefined
  return driver(
    async () => {
      checked ??= assertTellsIntegers(client)
      // A failed check is made again with the next session.
      await checked.catch((error: unknown) => {
        checked = undefined
        throw error
      })
      return { client, secret: undefined, explain: asItIs, giveBack: () => {} }
    },
    async () => {},
  )
}

async function assertTellsIntegers(client: Client): Promise<void> {
  const { rows } = await client.execute({ sql: 'SELECT 1', args: [] }).catch((error: unknown) => {
    throw driverError(error)
  })
  if (typeof rows[0]?.[0] !== 'string') return
  throw refusal('unknown', "The client was made with intMode 'string', which gives integers as text: make it with 'bigint' or 'number'.")
}

function overMemory(config: LibsqlConfig): Driver {
  // A promise, so that sessions opened at the same moment do not get a database each.
  let shared: Promise<Client> | undefined
  return driver(
    async (purpose) => {
      shared ??= openClient({ kind: 'memory' }, purpose, config)
      return { client: await shared, secret: undefined, explain: asItIs, giveBack: () => {} }
    },
    async () => {
      const closing = shared
      shared = undefined
      await closing?.then(
        (client) => client.close(),
        () => {},
      )
    },
  )
}

function overFile(location: FileLocation, config: LibsqlConfig): Driver {
  let written: 'no' | 'yes' = 'no'
  return driver(
    async (purpose) => {
      const client = await openClient(location, purpose, config)
      if (purpose === 'write') written = 'yes'
      return { client, secret: config.encryptionKey, explain: asItIs, giveBack: () => client.close() }
    },
    async () => {
      if (written === 'no' || config.journalMode === undefined) return
      const client = await openClient(location, 'write', config)
      try {
        await switchToWal(client)
        written = 'no'
      } finally {
        client.close()
      }
    },
  )
}

function overServer(location: ServerLocation, config: LibsqlConfig): Driver {
  const { url, transport, authToken = config.authToken } = location
  const explain: SessionSource['explain'] = transport === 'ws' ? (error) => explainClosedSocket(error, url, authToken) : asItIs
  const { fetch, giveUp } = requests()
  return driver(
    async () => {
      const client = await openServerClient(location, config, fetch)
      return { client, secret: authToken, explain, giveBack: () => client.close() }
    },
    async () => giveUp(),
  )
}

function driver(lend: (purpose: Purpose) => Promise<Lent>, closeOwn: () => Promise<void>): Driver {
  const sessions = new Set<Session>()
  return {
    name: 'libsql',
    dialect,
    capabilities: CAPABILITIES,
    async open(purpose, signal) {
      assertNotCancelled(signal)
      const { giveBack, ...source } = await lend(purpose)
      const release = (): void => {
        sessions.delete(session)
        giveBack()
      }
      const session = openSession({ ...source, release })
      sessions.add(session)
      if (signal?.aborted === true) await session.close()
      assertNotCancelled(signal)
      return session
    },
    async close() {
      for (const session of sessions) await session.close()
      await closeOwn()
    },
  }
}
