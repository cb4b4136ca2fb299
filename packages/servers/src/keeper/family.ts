// Owns: a process with everything it started.
// Must not know: what they are.

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

interface Entry {
  readonly pid: number
  readonly parent: number
  readonly state: string
}

/** Sends a signal to a process and all its descendants. It is halted first, so that it starts no more of them meanwhile. */
export function signalFamily(pid: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): readonly number[] {
  send(pid, 'SIGSTOP')
  const family = [pid, ...descendants(pid)]
  for (const member of signal === 'SIGCONT' ? family.toReversed() : family) send(member, signal)
  return family
}

/** Resolves when none of them is there any more. A zombie is gone: in a container there may be nobody who buries it. */
export async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some(lives)) await setTimeout(5)
}

function descendants(pid: number): number[] {
  const all = processes()
  const found = [pid]
  for (const ancestor of found) found.push(...all.filter(({ parent }) => parent === ancestor).map((entry) => entry.pid))
  return found.slice(1)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function lives(pid: number): boolean {
  const entry = process.platform === 'linux' ? status(String(pid)) : processes().find((candidate) => candidate.pid === pid)
  return entry !== undefined && !/^[ZX]/.test(entry.state)
}

function processes(): Entry[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (status(name) ?? []) : []))
  }
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' })
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/)
    return pid === undefined || parent === undefined || state === undefined ? [] : { pid: Number(pid), parent: Number(parent), state }
  })
}

/** From /proc, as a small image has no `ps`. */
function status(name: string): Entry | undefined {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'latin1')
    // The name of the program is in parentheses and may contain anything, parentheses too.
    const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return state === undefined ? undefined : { pid: Number(name), parent: Number(parent), state }
  } catch {
    // It has ended between the list and this look.
    return undefined
  }
}
