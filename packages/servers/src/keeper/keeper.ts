// Owns: this process's end of the line to its keeper.
// Must not know: servers.

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { Command, Exit, Owner, Reply, Request, Task } from './message.ts'

export interface Keeper {
  /** Makes a folder that only its owner can read. */
  readonly folder: (parent: string, prefix: string, owner?: Owner) => Promise<string>
  /** Starts a program; resolves with its process id. */
  readonly run: (command: Command) => Promise<number>
  /** Waits for its end. */
  readonly finish: (pid: number) => Promise<Exit>
  /** The same, without keeping this process alive for it. */
  readonly watch: (pid: number) => Promise<Exit>
  /** To a process and everything it started; after SIGKILL, resolves when all of them are gone. */
  readonly signal: (pid: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => Promise<void>
  /** Ends a process in its own way, or, when it does not, by force. */
  readonly end: (pid: number) => Promise<void>
  readonly remove: (folder: string) => Promise<void>
}

// Compiled, also for this package's own tests: the oldest Node that is promised runs no TypeScript.
const MAIN = fileURLToPath(new URL('../../dist/keeper/main.js', import.meta.url))

let theKeeper: Keeper | undefined

/** One for each process, started when it is first needed. It outlives the process by the time that cleaning up takes. */
export function keeper(): Keeper {
  theKeeper ??= startKeeper()
  return theKeeper
}

function startKeeper(): Keeper {
  const child = fork(MAIN, {
    execArgv: [],
    env: { PATH: process.env['PATH'] },
    // Not in the terminal's or the test runner's group, where a signal for all would reach it.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const waiting = new Map<number, (reply: Reply) => void>()
  let last = 0
  let urgent = 0
  // A process is not kept alive by having servers, nor by watching for their end; only by what it asked for.
  const rest = (): void => {
    child.unref()
    child.channel?.unref()
  }
  rest()
  child.on('message', (message) => {
    const answer = message as Reply
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  child.once('exit', () => {
    theKeeper = undefined
    for (const [id, settle] of waiting) settle({ id, outcome: 'failed', message: 'the keeper of the servers has ended' })
    waiting.clear()
  })
  const send = (task: Task): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, (reply) => (reply.outcome === 'done' ? resolve(reply.value) : reject(new Error(reply.message))))
      child.send({ id, task } satisfies Request)
    })
  const ask = async (task: Task): Promise<unknown> => {
    urgent++
    child.channel?.ref()
    try {
      return await send(task)
    } finally {
      if (--urgent === 0) rest()
    }
  }
  return {
    folder: async (parent, prefix, owner) => (await ask({ do: 'folder', parent, prefix, owner })) as string,
    run: async (command) => (await ask({ do: 'run', command })) as number,
    finish: async (pid) => (await ask({ do: 'wait', pid })) as Exit,
    watch: async (pid) => (await send({ do: 'wait', pid })) as Exit,
    signal: async (pid, signal) => void (await ask({ do: 'signal', pid, signal })),
    end: async (pid) => void (await ask({ do: 'end', pid })),
    remove: async (folder) => void (await ask({ do: 'remove', folder })),
  }
}
