// Owns: one measured process: import, then the clock around one call.
// Must not know: other contestants, ratios.

import { readFileSync, writeSync } from 'node:fs'

import { CONTESTANTS, FAMILY } from './contestant.ts'
import { median } from './median.ts'
import { ABSENT, ANSWER_FD, type Answer, type Task } from './task.ts'
import { workload } from './workload.ts'

const REPEATS = 5

const task = JSON.parse(process.argv[2] ?? '') as Task
const entry = CONTESTANTS.get(task.contestant)
if (entry === undefined) throw new Error(`No contestant ${task.contestant}`)
const contestant = await (await entry.load())(task.engine)
writeSync(ANSWER_FD, JSON.stringify(await perform()))

async function perform(): Promise<Answer | typeof ABSENT | null> {
  if (task.verb === 'prepare') {
    contestant.prepare(task.folder, workload(task.count, FAMILY[task.engine]))
    return null
  }
  const call = contestant[task.verb]
  if (call === undefined) return ABSENT
  const { ms, busy, result } = await clock(() => call(task))
  // Read before the repetitions and before `settle`, which are not the run that is reported.
  const { cpu, rss } = consumed()
  if (task.verb === 'apply') await contestant.settle?.(task)
  const warm = task.verb === 'noop' || task.verb === 'status' ? await again(() => call(task)) : undefined
  return { ms, busy, warm, cpu, rss, applied: typeof result === 'number' ? result : undefined }
}

async function clock(call: () => Promise<unknown>): Promise<{ readonly ms: number; readonly busy: number; readonly result: unknown }> {
  const before = process.cpuUsage()
  const start = performance.now()
  const result = await call()
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  return { ms, busy: (user + system) / 1000, result }
}

async function again(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  while (times.length < REPEATS) times.push((await clock(call)).ms)
  return median(times)
}

function consumed(): { readonly cpu: number; readonly rss: number } {
  const { user, system } = process.cpuUsage()
  return { cpu: (user + system) / 1000, rss: peak() / 1024 }
}

/** In KB. `ru_maxrss` on Linux is never below the peak of the process that started this one, so the kernel's own note is read first. */
function peak(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}
