// Owns: a command line for a person to run that means the same database, lines and rules as the one that was given.
// Must not know: when it is printed.

import { COMMANDS, type CommandName } from '../invocation/command.ts'
import type { FlagName, FlagValues } from '../invocation/flag.ts'
import { maskedUrl } from '../text/mask.ts'
import type { LineRun, Result } from '../result.ts'

/** What a run depends on besides its target. */
const MEANT = [
  'config',
  'url',
  'dir',
  'env-file',
  'database',
  'line',
  'order',
  'missing-variant',
  'other-history',
] as const satisfies FlagName[]

/** With the target as it was given. */
export function sameCommand(command: CommandName, flags: FlagValues): string {
  const parts = [`migrate ${command}`]
  for (const name of [...MEANT, 'to', 'steps'] as const) {
    const value = flags[name]
    if (value === undefined || !isTaken(command, name)) continue
    // What is secret is left to whoever has it.
    const shown = name === 'url' && maskedUrl(value) !== value ? '<url>' : value
    parts.push(`--${name} ${quoted(shown)}`)
  }
  return parts.join(' ')
}

/** For what is left of a run. */
export function commandForRest(verb: Extract<Result, { kind: 'runs' }>['verb'], run: LineRun, flags: FlagValues): string {
  const { line, direction, report } = run
  const { to, steps, ...others } = flags
  const whole = { ...others, ...(line === 'app' && flags.line === undefined ? {} : { line }) }
  // Its way down is over: the rest is a way up.
  if (verb === 'redo' && direction === 'up') return sameCommand('up', whole)
  const done = report.outcome === 'failed' || report.outcome === 'blocked' ? report.done : []
  const rest = sameCommand(verb, {
    ...whole,
    ...(to === undefined ? {} : { to }),
    ...(steps === undefined ? {} : { steps: String(Number(steps) - done.length) }),
  })
  const [newest] = verb === 'redo' ? done : []
  // What went down before is not put back by going on with the others.
  return newest === undefined ? rest : `${rest} && ${sameCommand('up', { ...whole, to: newest.id })}`
}

function isTaken(command: CommandName, name: (typeof MEANT)[number] | 'to' | 'steps'): boolean {
  const choosing: readonly FlagName[] = ['order', 'missing-variant', 'other-history', 'to', 'steps']
  return !choosing.includes(name) || COMMANDS[command].flags.includes(name)
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
