// Owns: the built command line as a process of its own, in a folder of its own.
// Must not know: what is tested.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with these files, removed after the test. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'godwit-cli-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  write(folder, files)
  return folder
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Stands before node and its arguments: a shell that limits them, say. */
  readonly through?: readonly string[]
  /** Another copy of the command line. */
  readonly main?: string
}

export function start(cwd: string, args: readonly string[], { env = {}, through = [], main = MAIN }: StartOptions = {}): Started {
  const [program = process.execPath, ...before] = [...through, ...(through.length === 0 ? [] : [process.execPath])]
  // Nothing of the machine's own configuration, no colour forced by whoever runs the tests.
  const clean = { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env }
  const child = spawn(program, [...before, main, ...args], { cwd, env: clean, stdio: ['ignore', 'pipe', 'pipe'] })
  const texts = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...texts }))
  })
  return { child, ended }
}

export async function migrate(cwd: string, args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return start(cwd, args, options).ended
}

/** Two migrations that work, in the house style. */
export const TWO = {
  'migrations/0001_users.sql':
    '-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\n-- migrate:down\nDROP TABLE users;\n',
  'migrations/0002_posts.sql': '-- migrate:up\nCREATE TABLE posts (id INTEGER PRIMARY KEY);\n\n-- migrate:down\nDROP TABLE posts;\n',
} as const

/**
 * Permission bits do not bind root. An ordinary user needs nothing; root gives up the capability that overrides them,
 * with setpriv of util-linux, and stays the owner of its files otherwise.
 */
export const BOUND_BY_PERMISSIONS: readonly string[] =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all'] : []
