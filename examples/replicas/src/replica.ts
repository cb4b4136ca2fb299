// Owns: the program as a process, as often as one likes, gone after the test.
// Must not know: databases, what is expected of it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export interface Replica {
  /** Resolves when it has printed a line that matches; rejects with what it said when it ends before that. */
  readonly printed: (pattern: RegExp) => Promise<string>
  /** Resolves with its address when it serves. */
  readonly serving: () => Promise<string>
  /** Sends SIGTERM. */
  readonly stop: () => void
  /** Resolves with the exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>
}

/** Starts one on a database; `NODE_OPTIONS` are those of its process. */
export type StartReplica = (DATABASE_URL: string, NODE_OPTIONS?: string) => Replica

/** `program`: the path of the service's compiled entry. */
export function replicasOf(program: string): StartReplica {
  return (DATABASE_URL, NODE_OPTIONS = '') => startReplica(program, { DATABASE_URL, NODE_OPTIONS, PORT: '0' })
}

function startReplica(program: string, env: Readonly<Record<string, string>>): Replica {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  let look = (): void => {}
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    look()
  })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  // After 'close' there is nothing left to be read.
  const ended = once(child, 'close').then(([code]) => code as number | null)

  async function printed(pattern: RegExp): Promise<string> {
    const found = new Promise<string>((resolve) => {
      look = () => {
        const line = lines.find((each) => pattern.test(each))
        if (line !== undefined) resolve(line)
      }
      look()
    })
    const over = ended.then((code) => {
      throw new Error(`ended with ${code}: ${[...lines, complaint.trimEnd()].join('\n')}`)
    })
    return Promise.race([found, over])
  }

  return {
    printed,
    serving: async () => (await printed(/^listening on /)).replace('listening on ', ''),
    stop: () => void child.kill('SIGTERM'),
    ended,
  }
}
