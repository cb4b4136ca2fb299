// Owns: the channel over a client of pg.
// Must not know: what is sent, whose client it is.

import { type DriverError, isDriverError } from '@godwit/core/driver'
import { cancelOn } from './cancel.ts'
import type { Channel, Expected, Reply, Tag } from './channel.ts'
import { insidesOf, type Client, type Submittable, type Wire } from './client.ts'
import { endedByOwner, ownersTransaction, refusal } from './refusal.ts'
import { gather, type Gathering } from './reply.ts'
import { toParameter } from './values.ts'

/** Called once for a client: it listens for as long as the client lives. */
export function channelOver(client: Client): Channel {
  let status: Channel['status']
  // Before the client, which then hands over what is next in its queue.
  insidesOf(client).connection?.prependListener?.('readyForQuery', (message) => {
    status = message.status === 'I' ? 'idle' : 'in a transaction'
  })
  // pg tells of an error when it comes, and what it made of the transaction may come a moment later.
  const failed = (): void => {
    status = undefined
  }
  /** Asked at the last moment: whatever was in the client's queue before has been answered then. */
  const disturbed = (expected: Expected): DriverError | undefined => {
    if (expected === 'anything' || status === undefined || status === expected) return undefined
    return expected === 'idle' ? ownersTransaction() : endedByOwner()
  }
  return {
    answers: 'message',
    get status() {
      return status
    },
    send: (text, heard, expected = 'anything') =>
      exchange(
        client,
        () => disturbed(expected),
        (wire) => wire.query(text),
        silent(heard),
        (wire) => wire.sendCopyFail(NO_DATA),
        failed,
      ),
    async query(text, params, expected = 'anything'): Promise<Reply> {
      const values = params.map(toParameter)
      const gathering = gather()
      await exchange(
        client,
        () => disturbed(expected),
        (wire) => statement(wire, text, values),
        gathering,
        (wire) => {
          wire.sendCopyFail(NO_DATA)
          // The one that was sent with the statement was ignored: the server was waiting for data.
          wire.sync()
        },
        failed,
      )
      return gathering.reply()
    },
    cancel: () => cancelOn(client),
  }
}

const NO_DATA = 'no data comes with a statement'

/**
 * A portal keeps its snapshot while its transaction is idle, and CREATE INDEX CONCURRENTLY elsewhere waits for that: it is
 * closed. Not where the statement may be a COPY: a server that waits for data takes anything else for a broken connection.
 */
const CLOSABLE = /^\s*(?:\/\*[^*]*\*\/\s*)?(?!copy\b)[a-z]/i

function statement(wire: Wire, text: string, values: readonly ReturnType<typeof toParameter>[]): void {
  wire.stream.cork?.()
  try {
    wire.parse({ name: '', text })
    wire.bind({ values })
    wire.describe({ type: 'P', name: '' })
    wire.execute({ portal: '', rows: 0 })
    if (CLOSABLE.test(text)) wire.close({ type: 'P', name: '' })
    wire.sync()
  } finally {
    wire.stream.uncork?.()
  }
}

/** One exchange, to the point where the server is ready for the next, or to the first error. */
function exchange(
  client: Client,
  refused: () => DriverError | undefined,
  send: (wire: Wire) => void,
  hearing: Omit<Gathering, 'reply'>,
  endCopy: (wire: Wire) => void,
  failed: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let copy: 'none' | 'refused' = 'none'
    const settle = (end: () => void): void => {
      // So that pg's own timer, where the client has a query_timeout, does not run on.
      submittable.callback?.(undefined)
      end()
    }
    const submittable: Submittable = {
      callback: undefined,
      submit(wire) {
        const why = refused()
        if (why === undefined) send(wire)
        return why ?? null
      },
      handleRowDescription: ({ fields }) => hearing.columns(fields),
      handleDataRow: ({ fields }) => hearing.row(fields),
      handleCommandComplete: ({ text }) => hearing.done(text),
      handleEmptyQuery: () => hearing.done(undefined),
      handleError: (error) => {
        if (isDriverError(error)) return settle(() => reject(error))
        failed()
        // Native, of whatever kind: who asked translates it.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        settle(() => reject(copy === 'refused' ? copyRefused(error) : error))
      },
      handleReadyForQuery: () => settle(resolve),
      handlePortalSuspended: () => {},
      handleCopyInResponse: (wire) => {
        copy = 'refused'
        endCopy(wire)
      },
      handleCopyData: () => {},
    }
    client.query(submittable)
  })
}

function silent(heard: ((tag: Tag) => void) | undefined): Omit<Gathering, 'reply'> {
  return { columns: () => {}, row: () => {}, done: (tag) => heard?.(tag ?? '') }
}

export function copyRefused(cause: unknown): Error {
  return refusal('syntax', 'COPY … FROM STDIN has no data here: write INSERT, or COPY from a file that the server can read.', cause)
}
