// Owns: the process that starts servers for another one, and ends them and removes their folders when that one is gone, however it went.
// Must not know: which servers.

import { spawn } from 'node:child_process'
import { chownSync, closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { gone, signalFamily } from './family.ts'
import type { Command, Exit, Reply, Request, Task } from './message.ts'

/** Milliseconds that a server has to end in when it is told to. */
const GRACE_MS = 5000

const running = new Map<number, Command>()
const exits = new Map<number, Promise<Exit>>()
const folders = new Set<string>()

async function run(command: Command): Promise<number> {
  const log = openSync(command.log, 'a')
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', ...command.env },
    stdio: ['ignore', log, log],
    // A session of its own: Ctrl-C in a terminal is for the tests, which then stop their servers.
    detached: true,
    ...(command.owner === undefined ? {} : command.owner),
  })
  closeSync(log)
  const { pid } = child
  if (pid === undefined) return await new Promise((_, reject) => child.once('error', reject))
  // At once: whoever asked may be killed before it has been answered.
  running.set(pid, command)
  exits.set(
    pid,
    new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        running.delete(pid)
        resolve({ code, signal })
      })
    }),
  )
  return pid
}

async function end(pid: number): Promise<void> {
  const command = running.get(pid)
  if (command === undefined) return
  // It may have been halted; then it hears nothing.
  const family = signalFamily(pid, 'SIGCONT')
  process.kill(pid, command.end)
  const late = setTimeout(() => family.forEach((member) => signalFamily(member, 'SIGKILL')), GRACE_MS)
  await gone(family)
  clearTimeout(late)
}

async function perform(task: Task): Promise<string | number | Exit | null> {
  switch (task.do) {
    case 'folder': {
      const folder = mkdtempSync(join(task.parent, task.prefix))
      folders.add(folder)
      if (task.owner !== undefined) chownSync(folder, task.owner.uid, task.owner.gid)
      return folder
    }
    case 'run':
      return await run(task.command)
    case 'wait':
      return (await exits.get(task.pid)) ?? null
    case 'signal': {
      const family = signalFamily(task.pid, task.signal)
      if (task.signal === 'SIGKILL') await gone(family)
      return null
    }
    case 'end':
      await end(task.pid)
      return null
    case 'remove':
      rmSync(task.folder, { recursive: true, force: true, maxRetries: 10 })
      folders.delete(task.folder)
      return null
    default:
      return task satisfies never
  }
}

function reply(message: Reply): void {
  // Whoever asked may be gone by now.
  if (process.connected) process.send?.(message)
}

process.on('message', ({ id, task }: Request) => {
  perform(task).then(
    (value) => reply({ id, outcome: 'done', value }),
    (error: unknown) => reply({ id, outcome: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
})

async function cleanUp(): Promise<void> {
  await Promise.allSettled([...running.keys()].map(end))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
}

// The channel ends with the process at its other end, and nothing that kills that process can keep it open.
process.on('disconnect', () => void cleanUp())
// Only the end of its parent ends it: it has something to clean up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
