// Owns: one call of the command line from its words to its exit code.
// Must not know: what any command does.

import { exitOfResult } from './exit-of-result.ts'
import type { ExitCode } from './process/exit-code.ts'
import { listenForInterrupt } from './process/interrupt.ts'
import { readInvocation, type Invocation } from './invocation/invocation.ts'
import { openOutput, type Output } from './page/output.ts'
import type { FlagValues } from './invocation/flag.ts'
import type { DatabaseName, Result } from './result.ts'
import type { Surroundings } from './process/surroundings.ts'

/** Never rejects: every failure has its words and its exit code. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let invocation: Invocation
  try {
    invocation = readInvocation(argv)
  } catch (error) {
    return await refuse(argv, error, surroundings)
  }
  const output = openOutput(invocation.flags, surroundings)
  const name = invocation.kind === 'command' ? invocation.command : invocation.kind
  return await finish(name, await resultOf(invocation, output, surroundings), invocation.flags, output, surroundings)
}

/** Says `error` in the form that `argv` asks for, as far as it can be read. */
export async function refuse(argv: readonly string[], error: unknown, surroundings: Surroundings): Promise<ExitCode> {
  const flags = flagsOfUnreadable(argv)
  const output = openOutput(flags, surroundings)
  // A URL in the wrong place is repeated in the refusal.
  for (const word of argv) output.hide(word.replace(/^--[\w-]+=/, ''))
  return await finish('migrate', { kind: 'error', error, database: undefined }, flags, output, surroundings)
}

async function resultOf(invocation: Invocation, output: Output, surroundings: Surroundings): Promise<Result> {
  const interrupt = listenForInterrupt(output.note)
  let database: DatabaseName | undefined
  const meet = (met: DatabaseName): void => {
    database = met
  }
  try {
    switch (invocation.kind) {
      case 'help':
        return { kind: 'text', text: (await import('./invocation/help.ts')).helpText(invocation.command) }
      case 'version':
        return { kind: 'text', text: (await import('./version.ts')).version() }
      case 'command': {
        const { command, operands, flags } = invocation
        const { RUNS } = await import('./engine.ts')
        return await RUNS[command]({ operands, flags, surroundings, output, signal: interrupt.signal, meet })
      }
      default:
        return invocation satisfies never
    }
  } catch (error) {
    return { kind: 'error', error, database }
  } finally {
    interrupt.release()
  }
}

async function finish(command: string, result: Result, flags: FlagValues, output: Output, { cwd }: Surroundings): Promise<ExitCode> {
  const exitCode = exitOfResult(result)
  output.transient('')
  if (result.kind === 'text' && output.form !== 'json') {
    output.say(result.text)
    return exitCode
  }
  const { render, toDocument } = await import('./engine.ts')
  if (output.form === 'json') output.document(toDocument(command, exitCode, result, flags))
  else await render(result, { output, flags, cwd })
  return exitCode
}

/** A script that asked for JSON gets JSON, even when nothing else could be read. */
function flagsOfUnreadable(argv: readonly string[]): FlagValues {
  return { ...(argv.includes('--json') ? { json: true } : {}), ...(argv.includes('--no-color') ? { 'no-color': true } : {}) }
}
