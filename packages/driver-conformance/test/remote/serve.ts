// Owns: a server in front of the reference driver: a session for each connection, undone when the connection breaks.
// Must not know: clients.

import { createServer, type AddressInfo, type Socket } from 'node:net'

import { isDriverError, type Outcome, type Session, type Transaction } from '@godwit/core/driver'

import { reference } from '../reference/driver.ts'
import { receive, send } from './frames.ts'
import type { Call, Reply } from './protocol.ts'

const NOTHING: Outcome = { rows: [], affected: 0 }

export interface Served {
  readonly port: number
  readonly close: () => Promise<void>
}

export function serve(path: string): Promise<Served> {
  const driver = reference(path)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    const { answer, close } = client((purpose) => driver.open(purpose))
    // One after the other, as they come.
    let before: Promise<void> = Promise.resolve()
    receive(socket, (call) => {
      before = before.then(async () => send(socket, await answer(call as Call)))
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      open.delete(socket)
      before = before.then(close)
    })
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: async () => {
          for (const socket of open) socket.destroy()
          await new Promise((closed) => {
            server.close(closed)
          })
          await driver.close()
        },
      })
    })
  })
}

function client(open: (purpose: 'read' | 'write') => Promise<Session>): {
  readonly answer: (call: Call) => Promise<Reply>
  readonly close: () => Promise<void>
} {
  let session: Session | undefined
  let transaction: Transaction | undefined
  const perform = async (call: Call, held: number[]): Promise<Outcome> => {
    if (call.call === 'open') {
      session = await open(call.purpose)
      return NOTHING
    }
    if (session === undefined) throw new Error(`${call.call} before open`)
    switch (call.call) {
      case 'run':
        return (call.on === 'transaction' ? (transaction ?? session) : session).run(call.text, call.params)
      case 'begin':
        transaction = await session.begin(call.foreignKeys)
        return NOTHING
      case 'commit':
        await transaction?.commit()
        return NOTHING
      case 'rollback':
        await transaction?.rollback()
        return NOTHING
      case 'batch':
        await session.batch(call.blocks, (block) => {
          held.push(block)
          return 'continue'
        })
        return NOTHING
      default:
        return call satisfies never
    }
  }
  return {
    answer: async (call) => {
      const held: number[] = []
      try {
        return { kind: 'done', outcome: await perform(call, held), held }
      } catch (error) {
        if (!isDriverError(error)) throw error
        const { reason, message, outcome, retryable, code, position, at } = error
        return { kind: 'refused', error: { reason, message, outcome, retryable, code, position, at }, held }
      }
    },
    close: async () => session?.close(),
  }
}
