// Owns: the channel over PGlite, which is PostgreSQL in this process and reads its protocol.
// Must not know: what is sent.

import { DriverError, postgres, split } from '@godwit/core/driver'
import type { Channel, Reply } from './channel.ts'
import { copyRefused } from './exchange.ts'
import { queryFrame, statementFrames, syncFrame } from './frames.ts'
import { refusal } from './refusal.ts'
import { gather } from './reply.ts'
import { toParameter, type Field } from './values.ts'

/** A message of the server, as far as it is used. */
interface Message {
  readonly name: string
  readonly text?: string
  readonly status?: string
  readonly fields?: readonly unknown[]
}

/** A database of @electric-sql/pglite, structurally. */
export interface PGlite {
  readonly waitReady: Promise<void>
  readonly closed: boolean
  execProtocol(
    message: Uint8Array,
    options: { readonly throwOnError: boolean; readonly syncToFs?: boolean },
  ): Promise<{ readonly messages: readonly object[] }>
  runExclusive<T>(work: () => Promise<T>): Promise<T>
}

export function channelOverPGlite(database: PGlite): Channel {
  let status: Channel['status']
  /** The state in which our own last message left it. */
  let left: NonNullable<Channel['status']> = 'idle'

  /** Its owner may have begun or ended a transaction since: what we send would become part of that, or stand alone. */
  async function assertUndisturbed(): Promise<void> {
    const { messages } = await database.execProtocol(syncFrame(), { throwOnError: false, syncToFs: false })
    status = statusAfter(messages)
    if (status === left) return
    if (left === 'idle') throw refusal('lock-timeout', 'PGlite has an open transaction of its owner, who has to end it first.')
    left = 'idle'
    throw new DriverError({ reason: 'unknown', message: 'The owner of PGlite ended the transaction.', outcome: 'unknown' })
  }

  function ask(frames: Uint8Array): Promise<readonly Message[]> {
    return database.runExclusive(async () => {
      await assertUndisturbed()
      const { messages } = await database.execProtocol(frames, { throwOnError: false })
      status = left = statusAfter(messages)
      return messages as readonly Message[]
    })
  }
  return {
    answers: 'block',
    get status() {
      return status
    },
    async send(text, heard) {
      assertNoCopy(text)
      for (const message of await ask(queryFrame(text))) {
        if (message instanceof Error) throw message
        if (message.name === 'commandComplete') heard?.(message.text ?? '')
      }
    },
    async query(text, params): Promise<Reply> {
      assertNoCopy(text)
      const gathering = gather()
      for (const message of await ask(statementFrames(text, params.map(toParameter)))) {
        if (message instanceof Error) throw message
        if (message.name === 'rowDescription') gathering.columns((message.fields ?? []) as readonly Field[])
        else if (message.name === 'dataRow') gathering.row((message.fields ?? []) as readonly (string | null)[])
        else if (message.name === 'commandComplete') gathering.done(message.text)
      }
      return gathering.reply()
    },
    cancel: async () => {},
  }
}

function statusAfter(messages: readonly object[]): NonNullable<Channel['status']> {
  return (messages.at(-1) as Message | undefined)?.status === 'I' ? 'idle' : 'in a transaction'
}

/** PGlite waits for the data with the whole process. */
function assertNoCopy(text: string): void {
  if (!/\bcopy\b/i.test(text) || !/\bstdin\b/i.test(text)) return
  const splitting = split(text, postgres.lexis)
  const copies = !splitting.ok || splitting.statements.some(({ tokens }) => isCopyFromStdin(tokens))
  if (copies) throw copyRefused(undefined)
}

function isCopyFromStdin(tokens: readonly string[]): boolean {
  return tokens[0]?.toUpperCase() === 'COPY' && tokens.some((token) => token.toUpperCase() === 'STDIN')
}
