// Owns: telling observers without letting them slow or stop a run.
// Must not know: what the events mean.

import type { MigrateEvent, Observer } from '../model/event.ts'

/** The part of `node:diagnostics_channel` that is used. Not imported: core runs where there is no Node. */
interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

type GetBuiltin = (name: string) => { channel(name: string): Channel } | undefined

/** Subscribe with `node:diagnostics_channel` to receive every event of every migrator in the process. */
export const CHANNEL = 'godwit:migrate'

const channel: Channel | undefined = (globalThis as { readonly process?: { readonly getBuiltinModule?: GetBuiltin } }).process
  ?.getBuiltinModule?.('node:diagnostics_channel')
  ?.channel(CHANNEL)

export function notifier(observer: Observer | undefined): Observer {
  return (event: MigrateEvent) => {
    try {
      observer?.(event)
    } catch {
      // An observer is powerless by contract: what it throws is its own affair.
    }
    if (channel?.hasSubscribers === true) channel.publish(event)
  }
}
