// Owns: every flag there is: its spelling, its value, its words.
// Must not know: which command takes which, how a value is used.

export interface FlagSpec {
  readonly short?: string
  /** How the value is called in help; a flag without one is a switch. */
  readonly value?: string
  /** The only values allowed. */
  readonly choices?: readonly string[]
  readonly summary: string
}

type SwitchName = 'json' | 'quiet' | 'verbose' | 'yes' | 'no-color' | 'help' | 'version' | 'dry-run' | 'check'
type ValueName =
  | 'config'
  | 'url'
  | 'dir'
  | 'env-file'
  | 'line'
  | 'database'
  | 'to'
  | 'steps'
  | 'plan'
  | 'order'
  | 'missing-variant'
  | 'other-history'
  | 'wait-timeout'
  | 'statement'
  | 'as'
export type FlagName = SwitchName | ValueName

export const FLAGS: Readonly<Record<FlagName, FlagSpec>> = {
  config: { short: 'c', value: 'file', summary: 'configuration file; default: migrate.config.{ts,mts,js,mjs}, found upward' },
  url: { value: 'url', summary: 'database; default: the configuration, then DATABASE_URL' },
  dir: { value: 'folder', summary: 'folder of migrations; default: ./migrations' },
  'env-file': { value: 'file', summary: 'read environment variables from a file first' },
  line: { value: 'name', summary: 'only this line of migrations; default: all of them' },
  database: { value: 'name', summary: 'one of the configured databases' },
  json: { summary: 'exactly one JSON document on stdout' },
  quiet: { short: 'q', summary: 'errors only' },
  verbose: { short: 'v', summary: 'statements, round trips, stack traces' },
  yes: { short: 'y', summary: 'do not ask' },
  'no-color': { summary: 'no colours; NO_COLOR and FORCE_COLOR work too' },
  help: { short: 'h', summary: 'this text' },
  version: { short: 'V', summary: 'the version' },
  to: { value: 'id', summary: 'stop there' },
  steps: { short: 'n', value: 'n', summary: 'so many migrations' },
  'dry-run': { summary: 'print what would run; write nothing' },
  plan: { value: 'hash', summary: 'run exactly this plan, or refuse' },
  check: { summary: 'exit with 2 unless everything is applied and unchanged' },
  order: {
    value: 'order',
    choices: ['linear', 'any'],
    summary: 'linear: refuse a migration older than an applied one (default); any: apply it',
  },
  'missing-variant': {
    value: 'what',
    choices: ['refuse', 'empty'],
    summary: 'a migration without SQL for this engine: refuse (default), or record it as empty',
  },
  'other-history': {
    value: 'what',
    choices: ['refuse', 'ignore'],
    summary: 'a new folder where another tool has a history: refuse (default), or ignore that',
  },
  statement: { value: 'n', summary: 'which statement of the migration, from 1; default: the one that is unresolved' },
  as: {
    value: 'what',
    choices: ['took-effect', 'did-not-happen'],
    summary: 'what became of it',
  },
  'wait-timeout': { value: 'time', summary: 'how long to wait: 30, 30s, 500ms, 2m; default: 60s' },
}

/** Taken by every command. */
export const COMMON: readonly FlagName[] = [
  'config',
  'url',
  'dir',
  'env-file',
  'line',
  'database',
  'json',
  'quiet',
  'verbose',
  'yes',
  'no-color',
  'help',
]

/** What was given. A flag that was not given is absent. */
export type FlagValues = { readonly [Name in SwitchName]?: true } & { readonly [Name in ValueName]?: string }
