// Owns: a person at a terminal, as far as the command line can tell.
// Must not know: what is asked.

import { PassThrough } from 'node:stream'
import { run } from '../src/run.ts'

export interface Sitting {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs in this process. `answer` is typed as soon as something is asked. */
export async function sitting(
  cwd: string,
  args: readonly string[],
  answer: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Sitting> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
  let answered: 'yes' | 'no' = 'no'
  const texts = { stdout: '', stderr: '' }
  const screen = (name: keyof typeof texts): PassThrough & { isTTY: boolean; columns: number } => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 100 })
    stream.on('data', (chunk: Buffer) => {
      texts[name] += chunk.toString()
      if (name !== 'stderr' || answered === 'yes' || answer === '' || !texts.stderr.includes('?')) return
      answered = 'yes'
      // A person is slower than the drawing of the question.
      setImmediate(() => stdin.write(answer))
    })
    return stream
  }
  const code = await run(args, {
    cwd,
    env: { TERM: 'xterm', NO_COLOR: '1', ...env },
    stdin,
    stdout: screen('stdout'),
    stderr: screen('stderr'),
  })
  return { code, ...texts }
}
