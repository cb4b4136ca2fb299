// Owns: the seam's session over one connection.
// Must not know: where the connection came from.

import { isDriverError, type Dialect, type DriverError, type Purpose, type Session, type SqlValue } from '@godwit/core/driver'
import { sendBlocks } from './batch.ts'
import type { Expected, Reply, Tag } from './channel.ts'
import { assertTurn, endsConnection, giveUp, inTurn, setUsed, type Connection, type Holder } from './connection.ts'
import { driverError, type Circumstances } from './errors.ts'
import { rememberNamed } from './keep.ts'
import { assertReadable } from './reading.ts'
import { refusal } from './refusal.ts'
import { beginsTransaction, mayMarkSession } from './tag.ts'
import { openTransaction, type OpenTransaction } from './transaction.ts'

/** How long a server may take to end what a closed session was at, milliseconds. After that the connection is given up. */
const GOODBYE_MS = 5000

export interface SessionSource {
  readonly purpose: Purpose
  readonly connection: Connection
  readonly dialect: Dialect
  readonly id: string | undefined
  /** A comment that every text begins with, so that the server's list of activities names this session. */
  readonly mark: string
  /** What a transaction begins with. */
  readonly settings: readonly string[]
  /** Gives the connection back; called once. */
  readonly release: () => Promise<void>
}

/** Exchanges with the server, counted, marked, with their errors translated. */
export interface Calls {
  send(text: string, heard?: (tag: Tag) => void, expected?: Expected): Promise<void>
  query(text: string, params: readonly SqlValue[], expected: Expected): Promise<Reply>
}

export function openSession({ purpose, connection, dialect, id, mark, settings, release }: SessionSource): Session {
  const { channel, secrets } = connection
  const self: Holder = {}
  let state: 'open' | 'closed' = 'open'
  let roundTrips = 0
  let current: OpenTransaction | undefined
  /** What the server is at for us, and the end of it. */
  let underWay = 0
  let last: Promise<unknown> = Promise.resolve()

  const count = (): void => void (roundTrips += 1)

  function failed(error: unknown, circumstances?: Circumstances): DriverError {
    const failure = driverError(error, { secrets, ...circumstances })
    if (endsConnection(failure)) connection.state = 'lost'
    return failure
  }

  async function during<T>(work: () => Promise<T>): Promise<T> {
    underWay += 1
    const result = work()
    last = result.catch(() => {})
    try {
      return await result
    } finally {
      underWay -= 1
    }
  }

  async function goodbye(end: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        giveUp(connection)
        resolve()
      }, GOODBYE_MS)
    })
    await Promise.race([end, late])
    clearTimeout(timer)
  }

  const calls: Calls = {
    async send(text, heard, expected) {
      assertThere()
      count()
      await during(() => channel.send(mark + text, heard, expected)).catch((error: unknown) => {
        throw failed(error)
      })
    },
    async query(text, params, expected) {
      assertThere()
      assertReadable(text)
      count()
      const sent = mark + text
      try {
        await rememberNamed(connection, [text])
        const reply = await during(() => channel.query(sent, params, expected))
        if (mayMarkSession(reply.tag)) setUsed(connection)
        return reply
      } catch (error) {
        throw failed(error, { sent: { text: sent, start: mark.length, end: sent.length } })
      }
    },
  }

  function admit(): void {
    assertOpen()
    assertThere()
    assertTurn(connection, self)
  }

  /** The server may have said goodbye before the socket is closed; what is sent meanwhile is lost for certain. */
  function assertThere(): void {
    const { state: condition, goodbye: words } = connection
    if (condition === 'lost') throw refusal('connection', `The connection to the server is lost${words === undefined ? '' : `: ${words}`}.`)
  }

  function assertOpen(): void {
    if (state === 'closed') throw refusal('connection', 'The session is closed.')
  }

  return {
    dialect,
    id,
    get roundTrips() {
      return roundTrips
    },
    run: (text, params = []) =>
      inTurn(connection, admit, async () => {
        // A session for reading is asked by core only; a function that somebody else's query calls may set anything.
        if (purpose === 'write') setUsed(connection)
        const { rows, affected, tag } = await calls.query(text, params, 'idle')
        if (!beginsTransaction(tag)) return { rows, affected }
        await calls.send('ROLLBACK')
        throw refusal('unknown', 'The statement opened a transaction and it was rolled back: use begin().')
      }),
    begin: () =>
      inTurn(connection, admit, async () => {
        // A rehearsal is one over a session for reading; a rollback does not take back everything.
        setUsed(connection)
        current = await openTransaction(connection, self, settings, calls)
        return current.transaction
      }),
    batch: (blocks, finished) =>
      inTurn(connection, admit, async () => {
        setUsed(connection)
        try {
          await rememberNamed(
            connection,
            blocks.flatMap(({ statements }) => statements),
          )
          await during(() => sendBlocks(blocks, { channel, secrets, settings, mark, count, finished }))
        } catch (error) {
          if (isDriverError(error) && endsConnection(error)) connection.state = 'lost'
          throw error
        }
      }),
    async close() {
      if (state === 'closed') return
      state = 'closed'
      // Whoever closes does not wait for what nobody will hear of.
      if (underWay > 0) await channel.cancel()
      await goodbye(Promise.all([last, current?.abandon()]))
      await release()
    },
  }
}
