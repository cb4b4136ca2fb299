// Owns: a worker as a fault sees it: started, told to go, killed, frozen, and what it said.
// Must not know: what it works on.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Order, Word } from './order.ts'

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url))

export type Ended = Extract<Word, { readonly say: 'ended' }>

export interface Runner {
  /** All workers that are ready begin at the same moment, as near as a pipe allows. */
  go(): void
  kill(): void
  freeze(): void
  thaw(): void
  /** Resolves at the first event of that type. */
  event(type: string): Promise<void>
  /** How it ended; `gone` when it was killed before it could say so, or ended by itself with `code`. */
  readonly ended: Promise<Ended | { readonly say: 'gone'; readonly code: number | null; readonly stderr: string }>
}

/** Resolves when the worker is ready. `preload`: a module that runs before it. */
export async function startRunner(order: Order, preload: readonly string[] = []): Promise<Runner> {
  const child = fork(WORKER, [JSON.stringify(order)], {
    execArgv: preload.flatMap((module) => ['--import', module]),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const waiting = new Map<string, () => void>()
  const ended = new Promise<Awaited<Runner['ended']>>((resolve) => {
    child.on('message', (word: Word) => {
      if (word.say === 'event') waiting.get(word.type)?.()
      if (word.say === 'ended') resolve(word)
    })
    child.once('close', (code) => resolve({ say: 'gone', code, stderr }))
  })
  await Promise.race([
    once(child, 'message'),
    ended.then((end) => {
      throw new Error(`a worker ended before it began: ${JSON.stringify(end)}`)
    }),
  ])
  return {
    go: () => void child.send('go'),
    kill: () => void child.kill('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    event: (type) => new Promise((resolve) => waiting.set(type, resolve)),
    ended,
  }
}

/** Starts one, lets it run, and tells how it ended. */
export async function runOnce(order: Order): Promise<Ended> {
  const runner = await startRunner(order)
  runner.go()
  const end = await runner.ended
  if (end.say === 'gone') throw new Error(`a worker that nobody killed ended by itself (${end.code}): ${end.stderr}`)
  return end
}
