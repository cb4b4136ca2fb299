// Owns: the text of --help.
// Must not know: what commands do.

import { COMMANDS, type CommandName } from './command.ts'
import { COMMON, FLAGS, type FlagName } from './flag.ts'

export function helpText(command: CommandName | undefined): string {
  return command === undefined ? overview() : about(command)
}

function overview(): string {
  const commands = Object.entries(COMMANDS).map(([name, { operands, summary }]) => [`${name} ${operands}`.trimEnd(), summary] as const)
  return [
    'migrate <command> [flags]',
    '',
    'Commands:',
    ...columns(commands),
    '',
    'Flags of every command:',
    ...columns([...COMMON, 'version' as const].map(flagRow)),
    '',
    'Without a configuration file: DATABASE_URL or --url, and the folder ./migrations or --dir.',
    'Exit codes: 0 done · 1 a migration failed · 2 a decision is needed · 3 no turn in time · 4 no connection · 5 wrong usage · 130 interrupted',
  ].join('\n')
}

function about(command: CommandName): string {
  const { operands, summary, flags } = COMMANDS[command]
  return [
    `${`migrate ${command} ${operands}`.trimEnd()} [flags]`,
    '',
    `  ${summary}`,
    ...(flags.length === 0 ? [] : ['', 'Flags:', ...columns(flags.map(flagRow))]),
    '',
    'Flags of every command:',
    ...columns(COMMON.map(flagRow)),
  ].join('\n')
}

function flagRow(name: FlagName): readonly [string, string] {
  const { short, value, choices, summary } = FLAGS[name]
  const shape = choices === undefined ? value && `<${value}>` : choices.join('|')
  return [`${short === undefined ? '    ' : `-${short}, `}--${name}${shape === undefined ? '' : ` ${shape}`}`, summary]
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
