// Owns: the program as a process of its own, and as a person at a terminal sees it.
// Must not know: databases, what is expected of it.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { onTestFinished } from 'vitest'
import { run } from '../src/run.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly ended: Promise<Ended>
  /** Resolves when its complaints match; rejects when it ends before. */
  readonly complained: (pattern: RegExp) => Promise<void>
}

type Env = Readonly<Record<string, string>>

const MAIN = join(import.meta.dirname, '../dist/main.js')

/** A folder with these files, removed after the test. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'godwit-assistants-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** Nothing of the machine's own configuration gets to it. */
export function start(cwd: string, command: string, env: Env = {}): Started {
  const child = spawn(process.execPath, [MAIN, ...command.split(' ')], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, CONNECT_PAUSE_MS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const texts = { stdout: '', stderr: '' }
  let look = (): void => {}
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text
    look()
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...texts }))
  })
  const complained = async (pattern: RegExp): Promise<void> => {
    const found = new Promise<void>((resolve) => {
      look = () => {
        if (pattern.test(texts.stderr)) resolve()
      }
      look()
    })
    const over = ended.then((end) => {
      throw new Error(`ended before: ${JSON.stringify(end)}`)
    })
    await Promise.race([found, over])
  }
  return { ended, complained }
}

export async function assistants(cwd: string, command: string, env: Env = {}): Promise<Ended> {
  return start(cwd, command, env).ended
}

/** Runs in this process, which is faster: for what comes before and after what a test is about. */
export async function within(cwd: string, command: string, env: Env = {}): Promise<Ended> {
  const texts = { stdout: '', stderr: '' }
  const outlet = (name: keyof typeof texts) => new PassThrough().on('data', (chunk: Buffer) => (texts[name] += chunk.toString()))
  const surroundings = { cwd, env: { CONNECT_PAUSE_MS: '1', ...env }, stdin: new PassThrough() }
  const code = await run(command.split(' '), { ...surroundings, stdout: outlet('stdout'), stderr: outlet('stderr') })
  return { code, ...texts }
}

/** Runs in this process, in front of a terminal. `answer` is typed as soon as something is asked. */
export async function sitting(cwd: string, command: string, env: Env, answer: string): Promise<Ended> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
  const texts = { stdout: '', stderr: '' }
  let answered: 'yes' | 'no' = 'no'
  const screen = (name: keyof typeof texts) => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 200 })
    stream.on('data', (chunk: Buffer) => {
      texts[name] += chunk.toString()
      if (answered === 'yes' || !texts.stdout.includes('?')) return
      answered = 'yes'
      // A person is slower than the drawing of the question.
      setImmediate(() => stdin.write(answer))
    })
    return stream
  }
  const code = await run(command.split(' '), { cwd, env, stdin, stdout: screen('stdout'), stderr: screen('stderr') })
  return { code, ...texts }
}
