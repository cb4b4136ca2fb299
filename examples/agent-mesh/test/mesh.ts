// Owns: a project in a folder of its own, and the program as a process in it.
// Must not know: what is expected of it.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const PROGRAM = join(import.meta.dirname, '../dist/main.js')

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Started {
  /** Resolves with the address of the gateway; rejects with what was said when the program ends before. */
  readonly serving: () => Promise<string>
  readonly stop: () => Promise<Ended>
}

export interface Project {
  readonly folder: string
  readonly mesh: (...args: readonly string[]) => Promise<Ended>
  /** The same with other surroundings: `input` is all that a person types. */
  readonly meshIn: (
    surroundings: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string },
    ...args: readonly string[]
  ) => Promise<Ended>
  readonly start: (...args: readonly string[]) => Started
  readonly text: (file: string) => string
  readonly has: (file: string) => boolean
  /** All files, relative, in order. */
  readonly files: () => readonly string[]
}

export async function emptyFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'godwit-mesh-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function projectIn(folder: string): Project {
  const meshIn: Project['meshIn'] = ({ cwd = folder, env = process.env, input = '' }, ...args) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    return heard(child).ended
  }
  return {
    folder,
    meshIn,
    mesh: (...args) => meshIn({}, ...args),
    start: (...args) => started(folder, args),
    text: (file) => readFileSync(join(folder, file), 'utf8'),
    has: (file) => existsSync(join(folder, file)),
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .toSorted(),
  }
}

export async function emptyProject(): Promise<Project> {
  return projectIn(await emptyFolder())
}

/** Where another program would read it. */
export function keysOf(text: string): readonly string[] {
  return [...text.matchAll(/^(\w+)=/gm)].map(([, key = '']) => key)
}

function started(cwd: string, args: readonly string[]): Started {
  const child = spawn(process.execPath, [PROGRAM, 'run', ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const { said, ended, onSaid } = heard(child)
  const address = new Promise<string>((resolve) => {
    const look = (): void => {
      const [, found] = /listens on (\S+)\n/.exec(said().out) ?? []
      if (found !== undefined) resolve(found)
    }
    onSaid(look)
  })
  return {
    serving: () =>
      Promise.race([
        address,
        ended.then(({ code, out, err }): never => {
          throw new Error(`ended with ${code}: ${out}${err}`)
        }),
      ]),
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

function heard(child: ChildProcess): { said: () => Omit<Ended, 'code'>; ended: Promise<Ended>; onSaid: (look: () => void) => void } {
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  let look = (): void => undefined
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk
    look()
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }))
  return {
    said: () => ({ out, err }),
    ended,
    onSaid: (then) => {
      look = then
      then()
    },
  }
}
