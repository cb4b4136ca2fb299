// Owns: the smallest sound driver over a network.
// Must not know: what the server does.

import { connect, type Socket } from 'node:net'

import {
  type Block,
  DriverError,
  sqlite,
  type Driver,
  type Outcome,
  type Session,
  type SqlValue,
  type Transaction,
} from '@godwit/core/driver'

import { receive, send } from './frames.ts'
import type { Call, Reply } from './protocol.ts'

export function remote(port: number): Driver {
  const sessions = new Set<Session>()
  return {
    name: 'remote reference',
    dialect: sqlite,
    capabilities: { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one' },
    open: async (purpose, signal) => {
      if (signal?.aborted === true) throw notSent('cancelled')
      const session = sessionOver(await dial(port))
      await session.ask({ call: 'open', purpose })
      sessions.add(session)
      return session
    },
    close: async () => {
      for (const session of sessions) await session.close()
      sessions.clear()
    },
  }
}

interface RemoteSession extends Session {
  readonly ask: (call: Call) => Promise<Reply>
}

function sessionOver(socket: Socket): RemoteSession {
  let roundTrips = 0
  let state: 'open' | 'closed' = 'open'
  let open: object | undefined
  const waiting: { readonly answered: (reply: Reply) => void; readonly broken: (error: DriverError) => void }[] = []
  receive(socket, (reply) => waiting.shift()?.answered(reply as Reply))
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    state = 'closed'
    for (const { broken } of waiting.splice(0)) {
      broken(new DriverError({ reason: 'connection', message: 'the connection was lost', outcome: 'unknown' }))
    }
  })

  const ask = async (call: Call, hear?: (held: readonly number[]) => void): Promise<Reply> => {
    if (state === 'closed') throw notSent('the session is closed')
    const reply = await new Promise<Reply>((answered, broken) => {
      waiting.push({ answered, broken })
      send(socket, call)
    })
    roundTrips += 1
    hear?.(reply.held)
    if (reply.kind === 'refused') throw new DriverError(reply.error)
    return reply
  }
  const run = async (on: 'session' | 'transaction', text: string, params: readonly SqlValue[] | undefined): Promise<Outcome> => {
    const reply = await ask({ call: 'run', on, text, params })
    return reply.kind === 'done' ? reply.outcome : { rows: [], affected: 0 }
  }
  const begin = async (foreignKeys: Block['foreignKeys'] = 'enforced'): Promise<Transaction> => {
    await ask({ call: 'begin', foreignKeys })
    const mine = {}
    open = mine
    const assertOpen = (): void => {
      if (open !== mine) throw notSent('the transaction has ended')
    }
    return {
      run: async (text, params) => {
        assertOpen()
        return run('transaction', text, params)
      },
      commit: async () => {
        assertOpen()
        await ask({ call: 'commit' })
        open = undefined
      },
      rollback: async () => {
        if (open !== mine) return
        open = undefined
        await ask({ call: 'rollback' })
      },
    }
  }

  return {
    dialect: sqlite,
    id: undefined,
    get roundTrips() {
      return roundTrips
    },
    ask,
    run: (text, params) => run('session', text, params),
    begin,
    batch: async (blocks, finished) => {
      await ask({ call: 'batch', blocks }, (held) => held.forEach((block) => finished?.(block)))
    },
    close: async () => {
      if (state === 'closed') return
      // The server would notice by itself, a little later: the next writer should not have to wait for that.
      if (open !== undefined) await ask({ call: 'rollback' }).catch(() => {})
      open = undefined
      state = 'closed'
      await new Promise<void>((closed) => {
        socket.once('close', () => closed())
        socket.destroy()
      })
    },
  }
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await new Promise<void>((connected, refused) => {
    socket.once('connect', connected)
    socket.once('error', (error) => refused(notSent(error.message)))
  })
  return socket
}

function notSent(message: string): DriverError {
  return new DriverError({ reason: 'connection', message, outcome: 'not-applied' })
}
