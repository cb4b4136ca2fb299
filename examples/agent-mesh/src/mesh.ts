// Owns: components at work: which agent hears whom, which gateway listens where, and their end.
// Must not know: migrations, configurations.

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Driver } from '@godwit/core'
import { called, type Component } from './component.ts'
import { conversationsIn, conversationsInMemory } from './conversations.ts'
import type { Output } from './output.ts'
import { recollectionIn, recollectionInMemory } from './recollection.ts'
import { EXIT, Refusal } from './refusal.ts'
import { sentence } from './sentence.ts'
import { type Agents, listening } from './service.ts'

export interface Ready {
  readonly component: Component
  /** Over a database that is up to date; undefined where there is none. */
  readonly driver: Driver | undefined
}

/** Serves until `signal`. Without a gateway there is nobody to wait for, and it ends at once. */
export async function work(ready: readonly Ready[], output: Output, signal: AbortSignal): Promise<void> {
  const recollections = new Map(
    ready.flatMap(({ component: { kind, name }, driver }) =>
      kind === 'gateway' ? [] : [[name, driver === undefined ? recollectionInMemory() : recollectionIn(driver, name)] as const],
    ),
  )
  const agents: Agents = (name) => {
    const recollection = recollections.get(name)
    return recollection && (async (heard) => `${name} has heard ${await recollection.remember(heard)} of this session`)
  }
  const servers: Server[] = []
  for (const { component, driver } of ready) {
    if (component.kind === 'gateway') {
      const conversations = driver === undefined ? conversationsInMemory() : conversationsIn(driver)
      const server = await listening(component.port, conversations, agents).catch((error: unknown) => {
        throw new Refusal(EXIT.failed, `The ${called(component)} cannot listen: ${sentence(error)} Its database is up to date.`, error)
      })
      servers.push(server)
      output.say(`${component.name} listens on ${addressOf(server)}`)
    } else output.say(`${component.name} is ready`)
  }
  if (servers.length > 0 && !signal.aborted) await once(signal, 'abort')
  await Promise.all(servers.map((server) => closed(server)))
}

function addressOf(server: Server): string {
  const address = server.address()
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : String(address)
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  await end
}
