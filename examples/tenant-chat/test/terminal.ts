// Owns: the program as a process, and somebody who types when it asks.
// Must not know: what is expected of it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Terminal {
  /** All that it printed before it asked for the first time. Rejects with what it said where it never does. */
  readonly greeting: () => Promise<string>
  /** What it prints for that line, until it asks again or ends. */
  readonly say: (line: string) => Promise<string>
  /** With `/exit`. */
  readonly leave: () => Promise<number | null>
  /** Without: its input ends. */
  readonly hangUp: () => Promise<number | null>
  readonly ended: Promise<Ended>
}

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly complaint: string
}

/** In `folder`, with its `.env` and `environment`; nothing else of what this process has been told. */
export function start(folder: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Terminal {
  const { PATH = '', SystemRoot = '' } = process.env
  const child = spawn(process.execPath, [join(import.meta.dirname, '../dist/main.js'), ...args], {
    cwd: folder,
    env: { PATH, SystemRoot, HOME: folder, USERPROFILE: folder, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [out, complaint, read] = ['', '', 0]
  let look = (): void => {}
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk
    look()
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, complaint }))

  async function untilAsked(): Promise<string> {
    const asked = new Promise<string>((resolve) => {
      look = () => {
        const fresh = out.slice(read)
        if (!/(^|\n)> $/.test(fresh)) return
        read = out.length
        resolve(fresh.slice(0, -'> '.length))
      }
      look()
    })
    const over = ended.then(({ code }) => {
      throw new Error(`ended with ${code}: ${out}${complaint}`)
    })
    return Promise.race([asked, over])
  }

  function type(line: string): void {
    child.stdin.write(`${line}\n`)
  }

  return {
    greeting: untilAsked,
    say: (line) => {
      type(line)
      return untilAsked()
    },
    leave: async () => {
      type('/exit')
      return (await ended).code
    },
    hangUp: async () => {
      child.stdin.end()
      return (await ended).code
    },
    ended,
  }
}
