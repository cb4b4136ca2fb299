// Owns: how a command line is read, and what is suggested when it cannot be.
// Must not know: what commands do.

import { describe, expect, it } from 'vitest'
import { isCommandError } from '../src/process/command-error.ts'
import { COMMANDS } from '../src/invocation/command.ts'
import { FLAGS } from '../src/invocation/flag.ts'
import { helpText } from '../src/invocation/help.ts'
import { readInvocation } from '../src/invocation/invocation.ts'

function refusal(line: string): { readonly code: string; readonly message: string; readonly remedy: string; readonly exitCode: number } {
  try {
    readInvocation(line === '' ? [] : line.split(' '))
  } catch (error) {
    if (isCommandError(error)) return error
    throw error
  }
  throw new Error(`\`${line}\` was not refused`)
}

describe('a command line', () => {
  it('is one command, its words and its flags, in any order', () => {
    expect(readInvocation(['--url=app.db', 'new', 'add', '--dir', 'db', 'users', '-y'])).toEqual({
      kind: 'command',
      command: 'new',
      operands: ['add', 'users'],
      flags: { url: 'app.db', dir: 'db', yes: true },
    })
  })

  it.each([
    ['up --help', 'up'],
    ['help up', 'up'],
    ['--help', undefined],
    ['-h', undefined],
    ['help', undefined],
  ])('`%s` is a question for help', (line, command) => {
    expect(readInvocation(line.split(' '))).toMatchObject({ kind: 'help', command })
  })

  it('may say the same twice, as a script and its caller do', () => {
    expect(readInvocation(['up', '--line', 'app', '--json', '--line=app', '--json'])).toMatchObject({ flags: { line: 'app', json: true } })
  })

  it('with --version asks for the version, whatever else it says', () => {
    expect(readInvocation(['-V'])).toMatchObject({ kind: 'version' })
    expect(readInvocation(['status', '--version'])).toMatchObject({ kind: 'version' })
  })
})

describe('what is refused', () => {
  it.each([
    ['stauts', 'UNKNOWN_COMMAND', 'Did you mean `migrate status`?'],
    ['rollback', 'UNKNOWN_COMMAND', 'Did you mean `migrate down`?'],
    ['latest', 'UNKNOWN_COMMAND', 'Did you mean `migrate up`?'],
    ['help stauts', 'UNKNOWN_COMMAND', 'Did you mean `migrate status`?'],
    ['up --stesp 3', 'UNKNOWN_FLAG', 'Did you mean --steps?'],
    ['status --steps 3', 'UNKNOWN_FLAG', 'Run `migrate status --help` for its flags.'],
    ['up --order lineer', 'USAGE', 'Did you mean `linear`?'],
    ['up 0003', 'USAGE', 'A target is written --to <id> or --steps <n>.'],
    ['status all', 'USAGE', 'Write `migrate status`.'],
    ['new', 'USAGE', 'Write `migrate new <name>`.'],
    ['up --database one --database two', 'USAGE', 'Write it once; each run is for one of them.'],
    ['down -n 1 --steps 2', 'USAGE', 'Write it once; each run is for one of them.'],
    ['up --to', 'USAGE', 'Write --to <id>.'],
    ['up --to --json', 'USAGE', 'Write --to <id>.'],
    ['up --to=', 'USAGE', 'Write --to <id>.'],
    ['up --json=false', 'USAGE', 'Write --json alone, or leave it out.'],
    ['', 'USAGE', 'Run `migrate --help` for the list.'],
  ])('`migrate %s` with a way out', (line, code, remedy) => {
    expect(refusal(line)).toMatchObject({ code, remedy, exitCode: 5 })
  })

  it('says all commands when none is close', () => {
    expect(refusal('xyzzy').remedy).toBe(`The commands are ${Object.keys(COMMANDS).join(', ')}.`)
  })

  it('is not a name that every object has', () => {
    expect(refusal('constructor').code).toBe('UNKNOWN_COMMAND')
    expect(refusal('up --toString x').code).toBe('UNKNOWN_FLAG')
  })
})

describe('help', () => {
  it('lists every command, and every command lists its own flags', () => {
    for (const [name, { flags }] of Object.entries(COMMANDS)) {
      expect(helpText(undefined)).toContain(`  ${name}`)
      for (const flag of flags) expect(helpText(name as keyof typeof COMMANDS)).toContain(`--${flag}`)
    }
  })

  it('keeps to the width of a terminal, and leaves no flag without a command', () => {
    for (const line of [undefined, ...Object.keys(COMMANDS)].flatMap((name) =>
      helpText(name as keyof typeof COMMANDS | undefined).split('\n'),
    )) {
      expect(line.length).toBeLessThanOrEqual(140)
    }
    const everywhere =
      Object.keys(COMMANDS)
        .map((name) => helpText(name as keyof typeof COMMANDS))
        .join('\n') + helpText(undefined)
    for (const flag of Object.keys(FLAGS)) expect(everywhere).toContain(`--${flag}`)
  })
})
