// Owns: the command line on a terminal that the operating system made, and a person who types.
// Must not know: what is asked.

import { spawn, spawnSync } from 'node:child_process'
import { MAIN } from './spawned.ts'

/** Gives a command a terminal and forwards what it reads itself: util-linux's script, else Python. */
type Maker = (command: readonly string[]) => readonly [program: string, ...args: string[]]

const MAKERS: readonly { readonly there: () => boolean; readonly maker: Maker }[] = [
  {
    // Other systems have a `script` too, with other flags and without the exit code.
    there: () => spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false,
    maker: (command) => ['script', '-qec', command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' '), '/dev/null'],
  },
  {
    there: () => spawnSync('python3', ['-c', 'import pty']).status === 0,
    maker: (command) => ['python3', '-c', 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))', ...command],
  },
]

export const terminalMaker: Maker | undefined = MAKERS.find(({ there }) => there())?.maker

export interface Seen {
  readonly code: number | null
  /** Both streams, as they came over the terminal. */
  readonly screen: string
}

/** `answer` is typed once, when the question is on the screen: the keys are read one by one from then on. */
export async function atTerminal(maker: Maker, cwd: string, args: readonly string[], question: string, answer: string): Promise<Seen> {
  const [program, ...rest] = maker([process.execPath, MAIN, ...args])
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, TERM: 'xterm', NO_COLOR: '1', SHELL: '/bin/sh' }
  const child = spawn(program, rest, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] })
  let screen = ''
  let asked: 'yes' | 'no' = 'no'
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    if (asked === 'yes' || !screen.includes(question)) return
    asked = 'yes'
    child.stdin.write(answer)
  })
  child.stdin.on('error', () => {})
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, screen }))
  })
}

export const canCloseTerminals = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0

/** Takes the terminal away as soon as the file is there, and says how the command ended. */
const CLOSING = `import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0: os.execv(sys.argv[2], sys.argv[2:])
while not os.path.exists(sys.argv[1]): time.sleep(0.005)
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`

/** The exit code of a command whose terminal is closed once \`file\` is there; a signal that ended it is below zero. */
export async function onClosedTerminal(cwd: string, args: readonly string[], file: string): Promise<number> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, TERM: 'xterm', NO_COLOR: '1' }
  const child = spawn('python3', ['-c', CLOSING, file, process.execPath, MAIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(said === '' ? Number.NaN : Number(said)))
  })
}
