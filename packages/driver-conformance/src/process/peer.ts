// Owns: a child process as the test sees it.
// Must not know: laws.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Elsewhere } from '../subject.ts'
import type { Answer, Request } from './message.ts'

/** Another process with a driver of its own on the same database. One question at a time. */
export interface Peer {
  ask(request: Request): Promise<Answer>
  /** Ends it as `kill -9` does, with whatever it holds. Repeatable. */
  kill(): Promise<void>
}

/** The same file seen from `src` and from `dist`: a child process can only run what is built. */
const MAIN = fileURLToPath(new URL('../../dist/process/main.js', import.meta.url))

/** Starts a process and makes a driver there. Rejects when it cannot. */
export async function startPeer(elsewhere: Elsewhere): Promise<Peer> {
  const child = fork(MAIN, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const gone = once(child, 'exit')
  const peer: Peer = {
    ask: async (request) => {
      const answered = once(child, 'message') as Promise<[Answer]>
      child.send(request)
      const first = await Promise.race([answered, gone.then(() => undefined)])
      return first === undefined ? { outcome: 'gone' } : first[0]
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
  const connected = await peer.ask({ ask: 'connect', elsewhere })
  if (connected.outcome === 'done') return peer
  await peer.kill()
  throw new Error(`a child process could not make the driver: ${JSON.stringify(connected)}`)
}
