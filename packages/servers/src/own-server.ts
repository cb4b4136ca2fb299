// Owns: the life of a server that we start: folder, port, start, kill, halt, end.
// Must not know: which server it is.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

import { freePort } from './free-port.ts'
import { keeper } from './keeper/keeper.ts'
import type { Command, Owner } from './keeper/message.ts'
import { refusing } from './refusing.ts'
import { passingFolder, temporaryFolder } from './system-user.ts'

/** What can be done to a server that was started for the caller alone. */
export interface OwnServer {
  readonly port: number
  /** Its folder, gone after `stop`. */
  readonly folder: string
  /** Of the server's main process, as of its last start. */
  readonly pid: () => number
  /** Ends the server with SIGKILL, and everything it had started with it; resolves when its port refuses. Its data stay. */
  readonly kill: () => Promise<void>
  /** After `kill`: starts it again on the same data and port and waits until it answers. */
  readonly start: () => Promise<void>
  /** Halts all of it (SIGSTOP): connections stay open, nothing is answered, until `thaw`. */
  readonly freeze: () => Promise<void>
  readonly thaw: () => Promise<void>
  /** Ends it and removes its folder. Repeatable. */
  readonly stop: () => Promise<void>
  /** What it printed so far. */
  readonly log: () => string
}

export interface Recipe {
  readonly title: string
  readonly owner: Owner | undefined
  /** `machine`: its folder is on a disk. */
  readonly durability?: 'process' | 'machine'
  /** What is run once, one after the other, before the first start. */
  readonly prepare: (folder: string) => readonly Program[]
  readonly server: (folder: string, port: number) => Program
  /** How it is told to end. */
  readonly end: NodeJS.Signals
  /** Rejects as long as it does not answer. */
  readonly answers: (port: number) => Promise<unknown>
  /** What remains of it outside its folder after it was killed. */
  readonly sweep?: (folder: string) => void
}

export interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const LOG = 'log'
/** Milliseconds after which a server that does not answer is taken for one that never will. */
const PATIENCE_MS = 90_000

export async function ownServer(recipe: Recipe): Promise<OwnServer> {
  const parent = (recipe.durability === 'machine' ? temporaryFolder : passingFolder)(recipe.owner)
  const folder = await keeper().folder(parent, 'godwit-server-', recipe.owner)
  const log = join(folder, LOG)
  const command = (program: Program, end: NodeJS.Signals): Command => ({
    ...program,
    cwd: folder,
    // A MariaDB that starts removes what it takes for its own leftovers, and in a shared folder that is another's.
    env: { TMPDIR: folder, ...program.env },
    owner: recipe.owner,
    log,
    end,
  })
  const printed = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '')

  const prepare = async (): Promise<void> => {
    for (const program of recipe.prepare(folder)) {
      const { code } = await keeper().finish(await keeper().run(command(program, 'SIGKILL')))
      if (code !== 0) throw new Error(`${recipe.title} cannot be prepared: ${program.file} ended with ${code}:\n${printed()}`)
    }
  }
  const launch = async (port: number): Promise<number> => {
    const pid = await keeper().run(command(recipe.server(folder, port), recipe.end))
    let state: 'running' | 'ended' = 'running'
    void keeper()
      .watch(pid)
      .then(() => (state = 'ended'))
    const isRunning = (): boolean => state === 'running'
    try {
      await answering(recipe, port, isRunning)
    } catch (error) {
      await keeper().end(pid)
      throw new Error(`${recipe.title} did not start:\n${printed()}`, { cause: error })
    }
    return pid
  }
  const remove = async (): Promise<void> => {
    recipe.sweep?.(folder)
    await keeper().remove(folder)
  }

  let life: 'up' | 'killed' | 'stopped' = 'up'
  let port: number
  let pid: number
  try {
    await prepare()
    ;[port, pid] = await onAnyPort(launch, printed)
  } catch (error) {
    await remove()
    throw error
  }
  const expect = (needed: typeof life, verb: string): void => {
    if (life !== needed) throw new Error(`${recipe.title} cannot be ${verb}: it is ${life}`)
  }
  return {
    folder,
    port,
    pid: () => pid,
    kill: async () => {
      expect('up', 'killed')
      life = 'killed'
      await keeper().signal(pid, 'SIGKILL')
      await refusing(port)
    },
    start: async () => {
      expect('killed', 'started')
      pid = await launch(port)
      life = 'up'
    },
    freeze: async () => {
      expect('up', 'halted')
      await keeper().signal(pid, 'SIGSTOP')
    },
    thaw: async () => {
      expect('up', 'woken')
      await keeper().signal(pid, 'SIGCONT')
    },
    stop: async () => {
      if (life === 'stopped') return
      life = 'stopped'
      await keeper().end(pid)
      await remove()
    },
    log: printed,
  }
}

/** Between the look for a free port and its use somebody else may take it. */
async function onAnyPort(launch: (port: number) => Promise<number>, printed: () => string): Promise<[port: number, pid: number]> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      return [port, await launch(port)]
    } catch (error) {
      if (attempt === 5 || !/in use/i.test(printed())) throw error
    }
  }
}

async function answering({ answers }: Recipe, port: number, isRunning: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    if (!isRunning()) throw new Error('it ended')
    try {
      await answers(port)
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
    await setTimeout(20)
  }
}
