// Owns: the factory, and what the driver itself opened.
// Must not know: what is run in a session.

import { assertNotCancelled, sqlite, type Capabilities, type Driver, type Purpose, type Session } from '@godwit/core/driver'
import { openDatabase, type Database } from './client.ts'
import type { Connection } from './connection.ts'
import { copyOf } from './copy.ts'
import { switchToWal } from './journal-mode.ts'
import { locate, type Location } from './location.ts'
import { openSession } from './session.ts'
import { assertNewEnough } from './version.ts'

export interface BetterSqlite3Config {
  /** A path, `:memory:`, or a URL of scheme `file:` or `sqlite:`. Made when missing and written to; its folder is not. */
  readonly file: string
  /**
   * How long SQLite itself waits for a lock, milliseconds. Short, because better-sqlite3 keeps the whole process waiting;
   * core tries again until its own limit.
   * @defaultValue 1000
   */
  readonly timeoutMs?: number
  /**
   * `wal`: the file is switched to write-ahead logging when the driver is closed after writing.
   * Left as it is when absent.
   */
  readonly journalMode?: 'wal'
}

/** A connection for each session. */
const OWN: Capabilities = { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one' }
/** One connection for all: what one session sets, another finds. */
const SHARED: Capabilities = { ...OWN, session: 'stateless' }
const TIMEOUT_MS = 1000

/**
 * A driver over better-sqlite3: for a file, for one database in memory that all its sessions share, or over a connection
 * that is open already. Such a connection stays open when the driver is closed; its foreign keys, busy timeout and
 * functions are its owner's. Throws `DriverError` on a URL that names no SQLite database.
 */
export function betterSqlite3(source: string | BetterSqlite3Config | Database): Driver {
  if (typeof source === 'object' && 'prepare' in source) return overDatabase(source)
  const config = typeof source === 'string' ? { file: source } : source
  const location = locate(config.file)
  return withCopies(location.kind === 'memory' ? overMemory() : overFile(location, config), config)
}

function withCopies(driver: Driver, given: BetterSqlite3Config): Driver {
  const { journalMode: _, ...config } = given
  return {
    ...driver,
    async copy(signal) {
      const session = await driver.open('read', signal)
      try {
        return await copyOf(session, (file) => betterSqlite3({ ...config, file }))
      } finally {
        await session.close()
      }
    },
  }
}

/** A connection for one session, and how it is given back. */
interface Lent {
  readonly connection: Connection
  readonly giveBack: () => void
}

function overDatabase(database: Database): Driver {
  const connection: Connection = { database, holder: undefined }
  return driver(
    SHARED,
    async () => ({ connection, giveBack: () => {} }),
    async () => {},
  )
}

function overMemory(): Driver {
  // A promise, so that sessions opened at the same moment do not get a database each.
  let shared: Promise<Connection> | undefined
  return driver(
    SHARED,
    async (purpose) => {
      shared ??= openDatabase({ kind: 'memory' }, purpose, TIMEOUT_MS).then((database) => ({ database, holder: undefined }))
      return { connection: await shared, giveBack: () => {} }
    },
    async () => {
      const closing = shared
      shared = undefined
      await closing?.then(
        ({ database }) => database.close(),
        () => {},
      )
    },
  )
}

function overFile(location: Location, { timeoutMs = TIMEOUT_MS, journalMode }: BetterSqlite3Config): Driver {
  let written: 'no' | 'yes' = 'no'
  return driver(
    OWN,
    async (purpose) => {
      const database = await openDatabase(location, purpose, timeoutMs)
      if (purpose === 'write') written = 'yes'
      return { connection: { database, holder: undefined }, giveBack: () => database.close() }
    },
    async () => {
      if (written === 'no' || journalMode === undefined) return
      const database = await openDatabase(location, 'write', timeoutMs)
      try {
        await switchToWal(database)
        written = 'no'
      } finally {
        database.close()
      }
    },
  )
}

function driver(capabilities: Capabilities, lend: (purpose: Purpose) => Promise<Lent>, closeOwn: () => Promise<void>): Driver {
  const sessions = new Set<Session>()
  return {
    name: 'better-sqlite3',
    dialect: sqlite,
    capabilities,
    async open(purpose, signal) {
      assertNotCancelled(signal)
      const { connection, giveBack } = await lend(purpose)
      try {
        if (purpose === 'write' && connection.database.open) assertNewEnough(connection.database)
      } catch (error) {
        giveBack()
        throw error
      }
      const session = openSession(connection, () => {
        sessions.delete(session)
        giveBack()
      })
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
