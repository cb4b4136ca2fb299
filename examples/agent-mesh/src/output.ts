// Owns: the only way to the terminal, which knows what must not be shown there.
// Must not know: what is said.

import { scrubbed, secretsOf } from './mask.ts'

export interface Output {
  /** From here on nothing that is printed has the password or token of this URL in it. */
  hide(url: string): void
  say(line: string): void
  /** To stderr, like `fail`. */
  warn(line: string): void
  fail(line: string): void
}

type Sink = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>

export function outputTo(out: Sink, err: Sink): Output {
  const secrets = new Set<string>()
  const clean = (line: string): string => `${scrubbed(line, [...secrets])}\n`
  const red = (line: string): string => (err.isTTY ? `\u001B[31m${line}\u001B[39m` : line)
  return {
    hide: (url) => {
      for (const secret of secretsOf(url)) secrets.add(secret)
    },
    say: (line) => void out.write(clean(line)),
    warn: (line) => void err.write(clean(`Warning: ${line}`)),
    fail: (line) => void err.write(red(clean(`Error: ${line}`).trimEnd()).concat('\n')),
  }
}
