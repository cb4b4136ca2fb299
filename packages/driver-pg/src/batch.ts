// Owns: sending blocks and telling from the answers which of them hold.
// Must not know: sessions, clients.

import { DriverError, type Block } from '@godwit/core/driver'
import { setImmediate } from 'node:timers/promises'
import type { Channel } from './channel.ts'
import { driverError } from './errors.ts'
import { composeMessage, partAt, type Message, type Part } from './message.ts'
import { readNativeError } from './native-error.ts'
import { indexOfCharacter } from './position.ts'
import { assertOneStatement } from './reading.ts'
import { refusal } from './refusal.ts'
import { endsTransaction } from './tag.ts'

export interface Sending {
  readonly channel: Channel
  readonly secrets: readonly string[]
  readonly settings: readonly string[]
  readonly mark: string
  /** Counts a message that was answered. */
  readonly count: () => void
  readonly finished: ((block: number) => 'continue' | 'stop') | undefined
}

/** What the callback wished last, and whether the server was told. */
interface Wish {
  kind: 'continue' | 'stop'
  told: Promise<void> | undefined
  /** What the callback threw, if it did: its caller's, and not the batch's. */
  thrown: { readonly error: unknown } | undefined
}

export async function sendBlocks(blocks: readonly Block[], sending: Sending): Promise<void> {
  for (const [block, { statements, foreignKeys }] of blocks.entries()) {
    if (foreignKeys === 'suspended') throw refusal('unknown', 'PostgreSQL rebuilds no tables: there are no foreign keys to suspend.')
    for (const [statement, text] of statements.entries()) assertOneAt(text, { block, statement })
  }
  const most = sending.channel.answers === 'block' ? 1 : Infinity
  const wish: Wish = { kind: 'continue', told: undefined, thrown: undefined }
  for (let from = 0; from < blocks.length && wish.kind === 'continue';) {
    const message = composeMessage({ blocks, from, most, settings: sending.settings, mark: sending.mark })
    await sendMessage(message, wish, sending)
    from = (message.parts.at(-1)?.block ?? from) + 1
    // So that signals and timers are not kept waiting by a database that works in this process.
    if (most === 1) await setImmediate()
  }
  if (wish.thrown !== undefined) throw wish.thrown.error
}

async function sendMessage(message: Message, wish: Wish, sending: Sending): Promise<void> {
  const { channel, count } = sending
  const hearing = listen(message, wish, sending)
  try {
    await channel.send(message.text, hearing.heard, 'idle')
    count()
    if (wish.told !== undefined) await absorb(wish.told, sending)
    hearing.assertComplete()
  } catch (error) {
    const failure = hearing.failure(error)
    if (failure.reason !== 'connection') {
      count()
      if (wish.told !== undefined) await absorb(wish.told, sending)
      // Where not even the first statement was run, there is no transaction.
      if (hearing.answered() > 0) await rollback(sending)
      // Cancelled as it was asked to be, or it failed by itself: what was announced holds, and no more was wanted.
      if (wish.kind === 'stop' && failure.outcome === 'not-applied') return
    }
    throw failure
  }
}

/** Counts the answers against what was sent. */
function listen(message: Message, wish: Wish, { channel, finished, secrets }: Sending) {
  let answered = 0
  let astray: DriverError | undefined

  function announce(block: number): void {
    try {
      const answer = finished?.(block)
      if (answer === 'stop') stop()
    } catch (error) {
      wish.thrown ??= { error }
      stop()
    }
  }

  function stop(): void {
    wish.kind = 'stop'
    // Where nothing comes after it in this message, there is nothing to cancel.
    if (answered < message.parts.length) wish.told ??= channel.cancel()
  }

  function heard(tag: string): void {
    const part = message.parts[answered]
    answered += 1
    if (astray !== undefined || part === undefined) return
    astray = strayed(part, tag)
    if (astray !== undefined) stop()
    else if (part.kind === 'commit') announce(part.block)
  }

  function failure(error: unknown): DriverError {
    if (astray !== undefined) return astray
    const { parts, text } = message
    const { position } = readNativeError(error)
    // Before it runs the first statement, the server has read all of them: an error then is in the text that it points at.
    const read = answered > 0
    const part =
      read || position === undefined ? parts[Math.min(answered, parts.length - 1)] : partAt(message, indexOfCharacter(text, position))
    if (part === undefined) return driverError(error, { secrets })
    const { block, statement, start, end } = part
    return driverError(error, { at: { block, statement }, sent: { text, start, end }, secrets })
  }

  return {
    heard,
    failure,
    answered: () => answered,
    assertComplete: () => {
      if (astray !== undefined) throw astray
      if (answered === message.parts.length) return
      const { block, statement } = message.parts[Math.min(answered, message.parts.length - 1)] ?? { block: 0, statement: 0 }
      throw doubt(`The server answered ${answered} statements of ${message.parts.length}.`, block, statement)
    },
  }
}

/** What must not be: the answer is not to what was sent, or the text itself ended the transaction around it. */
function strayed({ kind, block, statement, text }: Part, tag: string): DriverError | undefined {
  switch (kind) {
    case 'begin':
      return tag === 'BEGIN' ? undefined : doubt(`The server answered BEGIN with ${tag}.`, block, statement)
    case 'setting':
      return undefined
    case 'statement':
      return endsTransaction(tag, text) ? doubt('The statement ended the transaction that it was part of.', block, statement) : undefined
    case 'commit':
      return tag === 'COMMIT' ? undefined : doubt(`The server answered COMMIT with ${tag}.`, block, statement)
    default:
      return kind satisfies never
  }
}

function doubt(message: string, block: number, statement: number): DriverError {
  return new DriverError({ reason: 'unknown', message, outcome: 'unknown', at: { block, statement } })
}

/** The request may arrive after its aim has ended: then it meets this, and not what is sent next. */
async function absorb(told: Promise<void>, { channel, count }: Sending): Promise<void> {
  await told
  await channel.send('SELECT 1').catch(() => {})
  count()
}

/** What failed left its transaction open. Where that does not work, the session's next statement says so. */
async function rollback({ channel, mark, count }: Sending): Promise<void> {
  await channel.send(`${mark}ROLLBACK`).catch(() => {})
  count()
}

function assertOneAt(text: string, at: { readonly block: number; readonly statement: number }): void {
  try {
    assertOneStatement(text)
  } catch (error) {
    throw driverError(error, { at })
  }
}
