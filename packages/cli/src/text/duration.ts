// Owns: times as people write and read them.
// Must not know: what is timed.

import { CommandError } from '../process/command-error.ts'
import { EXIT } from '../process/exit-code.ts'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, '': 1_000 }

/** `30`, `30s`, `500ms`, `2m` as milliseconds; seconds where no unit is written. */
export function readDuration(flag: string, text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|)$/.exec(text) ?? []
  const factor = unit === undefined ? undefined : UNITS[unit]
  if (amount === undefined || factor === undefined) {
    throw new CommandError({
      exitCode: EXIT.usage,
      code: 'USAGE',
      message: `${flag} cannot be read as a time: \`${text}\`.`,
      remedy: 'Write a number of seconds, or a number with a unit: 30, 30s, 500ms, 2m.',
    })
  }
  return Math.round(Number(amount) * factor)
}

/** Milliseconds for people: `3 ms`, `1.4 s`, `2 min 5 s`. */
export function writeDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
