// Owns: what goes to stdout and what to stderr, and that no secret passes either.
// Must not know: what is said.

import { cleanDocument } from './clean-document.ts'
import type { FlagValues } from '../invocation/flag.ts'
import { secretsOf, scrubbed } from '../text/mask.ts'
import { inkFor, paintWith, type Paint } from '../text/paint.ts'
import type { Surroundings } from '../process/surroundings.ts'

export interface Output {
  /** `people`: aligned, with progress. `lines`: a pipe or a CI log. `json`: one document. */
  readonly form: 'people' | 'lines' | 'json'
  readonly detail: 'quiet' | 'normal' | 'verbose'
  /** For stdout. */
  readonly paint: Paint
  /** For stderr. */
  readonly alarm: Paint
  /** A line of the result: stdout; nowhere with --quiet or --json. */
  readonly say: (line: string) => void
  /** Something worth knowing on the way: stderr, unless --quiet. */
  readonly note: (line: string) => void
  /** What went wrong: stderr, always. */
  readonly complain: (line: string) => void
  /** The one document of --json: stdout. */
  readonly document: (value: unknown) => void
  /** A line on a terminal that the next one replaces; empty removes it. Nothing elsewhere. */
  readonly transient: (line: string) => void
  /** From now on, nothing of this URL that is secret is printed. */
  readonly hide: (url: string) => void
}

export function openOutput(flags: FlagValues, surroundings: Surroundings): Output {
  const { env, stdout } = surroundings
  const secrets = new Set<string>()
  const clean = (text: string): string => scrubbed(text, [...secrets])
  const form = flags.json === true ? 'json' : stdout.isTTY === true ? 'people' : 'lines'
  const detail = flags.quiet === true ? 'quiet' : flags.verbose === true ? 'verbose' : 'normal'
  const canErase = form === 'people' && detail !== 'quiet' && env['TERM'] !== 'dumb'
  let shown = false
  const erase = (): void => {
    if (shown) surroundings.stderr.write('\r\u001B[K')
    shown = false
  }
  const line = (stream: Surroundings['stdout'], text: string): void => {
    erase()
    stream.write(`${clean(text)}\n`)
  }
  return {
    form,
    detail,
    paint: paintWith(inkFor(flags['no-color'], env, stdout.isTTY === true)),
    get alarm() {
      return paintWith(inkFor(flags['no-color'], env, surroundings.stderr.isTTY === true))
    },
    say: (text) => {
      if (form !== 'json' && detail !== 'quiet') line(stdout, text)
    },
    note: (text) => {
      if (detail !== 'quiet') line(surroundings.stderr, text)
    },
    complain: (text) => line(surroundings.stderr, text),
    document: (value) => {
      erase()
      stdout.write(`${JSON.stringify(cleanDocument(value, clean), null, 2)}\n`)
    },
    transient: (text) => {
      erase()
      if (text === '' || !canErase) return
      const { stderr } = surroundings
      if (stderr.isTTY !== true) return
      stderr.write(clean(text).slice(0, (stderr.columns || 80) - 1))
      shown = true
    },
    hide: (url) => secretsOf(url).forEach((secret) => secrets.add(secret)),
  }
}
