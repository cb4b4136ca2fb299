// Owns: one task in a fresh process.
// Must not know: rounds, ratios.

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import { exitCode } from './exit-code.ts'
import { type ABSENT, ANSWER_FD, type Answer, type Task } from './task.ts'

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url))

/** The answer to a `prepare` says nothing. Rejects with what the process complained of. */
export async function perform(task: Task): Promise<Answer | typeof ABSENT> {
  const child = spawn(process.execPath, [WORKER, JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  const [answer, complaint, code] = await Promise.all([
    text(child.stdio[ANSWER_FD] as Readable),
    text(child.stderr as Readable),
    exitCode(child),
  ])
  if (code !== 0) throw new Error(`${task.contestant} ${task.verb} (${task.engine}, ${task.count}) failed:\n${complaint}`)
  return JSON.parse(answer) as Answer | typeof ABSENT
}
