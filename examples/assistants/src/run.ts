// Owns: a command from its arguments to its exit code.
// Must not know: the process, what a command does.

import { isDriverError, isMigrateError } from '@godwit/core'
import { clear } from './commands/clear.ts'
import { init } from './commands/init.ts'
import { start } from './commands/start.ts'
import { status } from './commands/status.ts'
import { type Invocation, invocationOf, USAGE } from './invocation.ts'
import { EXIT, type ExitCode, Refusal } from './refusal.ts'
import { settingsOf } from './settings.ts'
import { openSite, type Site } from './site.ts'
import { say, type Surroundings } from './surroundings.ts'
import { variablesOf } from './variables.ts'

export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  try {
    const { asked, envFile } = invocationOf(args)
    if (asked.command === 'help') say(surroundings, USAGE)
    else await onSite(asked, openSite(settingsOf(variablesOf(surroundings, envFile), surroundings.cwd), surroundings))
    return EXIT.done
  } catch (error) {
    surroundings.stderr.write(`${wordsOf(error)}\n`)
    return error instanceof Refusal ? error.exitCode : EXIT.failed
  }
}

async function onSite(asked: Exclude<Invocation, { readonly command: 'help' }>, site: Site): Promise<void> {
  site.say(`Using database: ${site.name}`)
  try {
    switch (asked.command) {
      case 'init':
        return await init(site, asked)
      case 'clear':
        return await clear(site, asked)
      case 'status':
        return await status(site)
      case 'start':
        return await start(site)
      default:
        return asked satisfies never
    }
  } finally {
    await site.database.close()
  }
}

/** Drivers and core leave passwords out of theirs. Of anything else, which is a mistake in this program, the stack helps. */
function wordsOf(error: unknown): string {
  if (error instanceof Refusal || isMigrateError(error) || isDriverError(error)) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
