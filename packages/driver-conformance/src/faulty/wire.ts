// Owns: counting messages, and knowing which of them the fault hits.
// Must not know: sessions.

import { DriverError } from '@godwit/core/driver'
import type { Fault, Message } from './fault.ts'

export interface FaultyWire {
  readonly messages: readonly Message[]
  readonly struck: Message | undefined
  /** Records messages that went through. */
  passed(messages: readonly Message[]): void
  /** Which of the next messages the fault hits, and how; undefined if it hits none of them. */
  next(messages: readonly Message[]): { readonly index: number; readonly when: Fault['when'] } | undefined
  /** Records a message as the one that was hit. */
  hit(message: Message): void
}

export function wireTo(fault: Fault | undefined): FaultyWire {
  const messages: Message[] = []
  let struck: Message | undefined
  return {
    messages,
    get struck() {
      return struck
    },
    passed: (more) => void messages.push(...more),
    next: (more) => {
      if (fault === undefined || struck !== undefined) return undefined
      const index = fault.at - messages.length
      return index >= 0 && index < more.length ? { index, when: fault.when } : undefined
    },
    hit: (message) => {
      messages.push(message)
      struck = message
    },
  }
}

/** All that a client knows when its connection breaks. */
export function lost(): DriverError {
  return new DriverError({ reason: 'connection', message: 'the connection was lost', outcome: 'unknown' })
}
