// Owns: the command line: which command, with which options.
// Must not know: what a command does.

import { parseArgs } from 'node:util'
import { EXIT, Refusal } from './refusal.ts'

export type Tables = 'keep' | 'drop'
export type DefaultUser = 'make' | 'leave out'
export type Consent = 'given' | 'ask'

export type Invocation =
  | { readonly command: 'init'; readonly tables: Tables; readonly consent: Consent }
  | { readonly command: 'clear'; readonly defaultUser: DefaultUser; readonly consent: Consent }
  | { readonly command: 'status' }
  | { readonly command: 'start' }
  | { readonly command: 'help' }

export const USAGE = `assistants db init [--force] [--yes]             make the database, its tables and the default user
assistants db clear [--yes] [--no-default-user]  delete the rows of the tables
assistants db status                             tell which migrations are applied
assistants start                                 start, if the schema is what this program knows

-f, --force        drop the tables with all their rows first
-y, --yes          answer yes
--no-default-user  leave users empty
--env-file <file>  instead of .env in this folder`

const OPTIONS = {
  force: { type: 'boolean', short: 'f' },
  yes: { type: 'boolean', short: 'y' },
  'no-default-user': { type: 'boolean' },
  'env-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = { readonly [Name in keyof typeof OPTIONS]?: string | boolean }

/** Throws `Refusal` on anything that is not in the usage: an option that a command does not have may be a slip for another command. */
export function invocationOf(args: readonly string[]): { readonly asked: Invocation; readonly envFile: string | undefined } {
  const { values, positionals } = parsed(args)
  const envFile = values['env-file']
  return { asked: values.help === true ? { command: 'help' } : commandOf(positionals.join(' '), values), envFile }
}

function commandOf(words: string, values: Values): Invocation {
  const consent = values.yes === true ? 'given' : 'ask'
  switch (words) {
    case 'db init':
      only(words, values, ['force', 'yes'])
      return { command: 'init', tables: values.force === true ? 'drop' : 'keep', consent }
    case 'db clear':
      only(words, values, ['yes', 'no-default-user'])
      return { command: 'clear', defaultUser: values['no-default-user'] === true ? 'leave out' : 'make', consent }
    case 'db status':
      only(words, values, [])
      return { command: 'status' }
    case 'start':
      only(words, values, [])
      return { command: 'start' }
    case '':
      throw misused('No command was given.')
    default:
      throw misused(`There is no command ${JSON.stringify(words)}.`)
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error))
  }
}

function only(words: string, values: Values, allowed: readonly (keyof Values)[]): void {
  const other = Object.keys(values).find((name) => name !== 'env-file' && !allowed.some((each) => each === name))
  if (other !== undefined) throw misused(`${words} has no option --${other}.`)
}

function misused(why: string): Refusal {
  return new Refusal(EXIT.refused, `${why} Nothing was changed.\n\n${USAGE}`)
}
