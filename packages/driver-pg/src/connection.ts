// Owns: one connection, and whose turn it is on it.
// Must not know: where the connection came from, what a block is.

import type { DriverError } from '@godwit/core/driver'
import type { Channel } from './channel.ts'
import { ownersTransaction, refusal } from './refusal.ts'
import type { Server } from './server.ts'
import type { Standing } from './standing.ts'

/** Stands for a session, by identity. */
export type Holder = object

export interface Connection {
  readonly channel: Channel
  /** What no error may show. */
  readonly secrets: readonly string[]
  /** The session whose transaction is open. Others that share the connection would write into it. */
  holder: Holder | undefined
  /** Fulfilled when the last of those who are in the queue has had its turn. */
  queue: Promise<unknown>
  /** `used`: a session may have left settings, temporary tables or locks behind. `lost`: of no use any more. */
  state: 'clean' | 'used' | 'lost'
  /** The server's own words at the end of it, where it said any while nobody asked: a limit of its role, a shutdown. */
  goodbye: string | undefined
  /** What is known of the server behind it, once it was asked. */
  server: Server | undefined
  /** Of one that cannot be replaced: what it was like before sessions wrote on it, until that is put back, and how many do. */
  readonly kept: { before: Standing | undefined; writers: number }
}

export function connectionOver(channel: Channel, secrets: readonly string[] = []): Connection {
  return {
    channel,
    secrets,
    holder: undefined,
    queue: Promise.resolve(),
    state: 'clean',
    goodbye: undefined,
    server: undefined,
    kept: { before: undefined, writers: 0 },
  }
}

/** From here on whoever has it next may find something on it. */
export function setUsed(connection: Connection): void {
  if (connection.state === 'clean') connection.state = 'used'
}

/** Sessions may share a connection; on it one thing happens at a time, in the order in which it was asked for. */
export function inTurn<T>(connection: Connection, admit: () => void, work: () => Promise<T>): Promise<T> {
  const turn = connection.queue.then(() => {
    admit()
    return work()
  })
  connection.queue = turn.catch(() => {})
  return turn
}

/** Throws unless `session` may begin something: a retryable refusal where another one only has to finish first. */
export function assertTurn({ holder, channel }: Connection, session: Holder): void {
  if (holder === session) throw refusal('unknown', 'This session has an open transaction: use it, or end it first.')
  if (holder !== undefined) throw refusal('lock-timeout', 'The connection is shared, and a transaction is open on it.')
  // Nobody's here: its owner's, and ours would end it. A database in this process is asked when it is sent something.
  if (channel.answers === 'message' && channel.status === 'in a transaction') throw ownersTransaction()
}

/** Whoever gives no answer in time is of no use any more; a database in this process only has somebody else to serve first. */
export function giveUp(connection: Connection): void {
  if (connection.channel.answers === 'message') connection.state = 'lost'
}

/** Of such an error nothing can follow on the same connection. */
export function endsConnection({ reason, code }: DriverError): boolean {
  return reason === 'connection' && code !== '53300'
}
