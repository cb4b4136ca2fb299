// Owns: the command line as read: one command, its words, its flags.
// Must not know: what any of them does.

import { parseArgs } from 'node:util'
import { nearest } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import { COMMANDS, HABITS, type CommandName } from './command.ts'
import { EXIT } from '../process/exit-code.ts'
import { COMMON, FLAGS, type FlagName, type FlagValues } from './flag.ts'

export type Invocation =
  | { readonly kind: 'command'; readonly command: CommandName; readonly operands: readonly string[]; readonly flags: FlagValues }
  | { readonly kind: 'help'; readonly command: CommandName | undefined; readonly flags: FlagValues }
  | { readonly kind: 'version'; readonly flags: FlagValues }

const OPTIONS: { [name: string]: { type: 'string' | 'boolean'; short?: string } } = Object.fromEntries(
  Object.entries(FLAGS).map(([name, { value, short }]) => [
    name,
    { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) },
  ]),
)

/** Throws `CommandError`, with a suggestion where a name is close to one that exists. */
export function readInvocation(argv: readonly string[]): Invocation {
  // Not strict: its own messages suggest nothing, and it knows no flags by command.
  const { tokens } = parseArgs({ args: [...argv], options: OPTIONS, strict: false, allowPositionals: true, tokens: true })
  const words: string[] = []
  const flags: Record<string, string | true> = {}
  const given: { name: string; written: string }[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    given.push({ name: token.name, written: token.rawName })
    if (!isFlag(token.name)) continue
    const value = valueOf(token.name, token.rawName, token.value, token.inlineValue)
    // The last one would be taken in silence, and the first may be the database that was meant.
    if ((flags[token.name] ?? value) !== value)
      throw usage(`--${token.name} was given twice, and each time something else.`, 'Write it once; each run is for one of them.')
    flags[token.name] = value
  }
  const [word, ...operands] = words
  if (flags['version'] === true) return { kind: 'version', flags }
  if (word === 'help') return { kind: 'help', command: operands[0] === undefined ? undefined : commandOf(operands[0]), flags }
  if (word === undefined) {
    refuseUnknownFlags(given, undefined)
    if (flags['help'] === true) return { kind: 'help', command: undefined, flags }
    throw usage('No command was given.', 'Run `migrate --help` for the list.')
  }
  const command = commandOf(word)
  refuseUnknownFlags(given, command)
  if (flags['help'] === true) return { kind: 'help', command, flags }
  refuseOperands(command, operands)
  return { kind: 'command', command, operands, flags }
}

function commandOf(word: string): CommandName {
  if (Object.hasOwn(COMMANDS, word)) return word as CommandName
  const guess = (Object.hasOwn(HABITS, word) ? HABITS[word] : undefined) ?? nearest(word, Object.keys(COMMANDS))
  throw new CommandError({
    exitCode: EXIT.usage,
    code: 'UNKNOWN_COMMAND',
    message: `There is no command \`${word}\`.`,
    remedy: guess === undefined ? `The commands are ${Object.keys(COMMANDS).join(', ')}.` : `Did you mean \`migrate ${guess}\`?`,
  })
}

function valueOf(name: FlagName, written: string, value: string | undefined, inline: boolean | undefined): string | true {
  const spec = FLAGS[name]
  if (spec.value === undefined) {
    if (value !== undefined)
      throw usage(`${written} takes no value; it was given \`${value}\`.`, `Write ${written} alone, or leave it out.`)
    return true
  }
  // Without strict, parseArgs takes the next flag for a value.
  if (value === undefined || value === '' || (inline === false && value.startsWith('--'))) {
    throw usage(`${written} needs a value.`, `Write ${written} <${spec.value}>.`)
  }
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    const guess = nearest(value, spec.choices)
    throw usage(
      `${written} cannot be \`${value}\`.`,
      guess === undefined ? `It is one of ${spec.choices.join(', ')}.` : `Did you mean \`${guess}\`?`,
    )
  }
  return value
}

function refuseUnknownFlags(given: readonly { name: string; written: string }[], command: CommandName | undefined): void {
  const own: readonly FlagName[] = command === undefined ? ['version'] : COMMANDS[command].flags
  const allowed = new Set<string>([...COMMON, ...own])
  const wrong = given.find(({ name }) => !allowed.has(name))
  if (wrong === undefined) return
  const where = command === undefined ? '`migrate`' : `\`migrate ${command}\``
  const guess = nearest(wrong.name, allowed)
  throw new CommandError({
    exitCode: EXIT.usage,
    code: 'UNKNOWN_FLAG',
    message: `${where} has no flag ${wrong.written}.`,
    remedy: guess === undefined ? `Run \`migrate ${command ?? ''} --help\` for its flags.`.replace('  ', ' ') : `Did you mean --${guess}?`,
  })
}

function refuseOperands(command: CommandName, operands: readonly string[]): void {
  const { operandCount, operands: shape } = COMMANDS[command]
  const line = `migrate ${command} ${shape}`.trimEnd()
  if (operands.length < operandCount.least) throw usage(`\`migrate ${command}\` needs ${shape}.`, `Write \`${line}\`.`)
  const extra = operands[operandCount.most]
  if (extra !== undefined) {
    throw usage(`\`migrate ${command}\` does not take \`${extra}\`.`, targetHint(command) ?? `Write \`${line}\`.`)
  }
}

/** The habit of other tools is to write the target after the command. */
function targetHint(command: CommandName): string | undefined {
  return COMMANDS[command].flags.includes('to') ? 'A target is written --to <id> or --steps <n>.' : undefined
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name)
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError({ exitCode: EXIT.usage, code: 'USAGE', message, remedy })
}
