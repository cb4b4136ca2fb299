// Owns: the program: one command, and its exit code. 0 done, 1 not all of it, 2 misuse.
// Must not know: what commands do.

import { isDriverError, isMigrateError } from '@godwit/core'
import { isNotAllowed } from '@godwit/schema-agents'
import { COMMANDS } from './commands.ts'
import { openStore } from './open-store.ts'
import { messageOf, type Outcome } from './told.ts'

const EXIT: Readonly<Record<Outcome, number>> = { done: 0, 'not all': 1, misuse: 2 }

async function run([name = '', ...args]: readonly string[]): Promise<Outcome> {
  const command = COMMANDS.get(name)
  if (command === undefined) return 'misuse'
  const { store, close } = openStore(process.env['DATABASE_URL'] ?? 'file:data')
  try {
    return await command.run(store, args)
  } finally {
    await close()
  }
}

function usage(): string {
  return ['personas <command>', ...[...COMMANDS.values()].map((command) => `  ${command.usage}`)].join('\n')
}

try {
  const outcome = await run(process.argv.slice(2))
  if (outcome === 'misuse') console.error(usage())
  process.exitCode = EXIT[outcome]
} catch (error) {
  // What is none of these is a fault of this program, and is shown as it is.
  if (!isNotAllowed(error) && !isDriverError(error) && !isMigrateError(error) && !(error instanceof RangeError)) throw error
  console.error(messageOf(error))
  process.exitCode = EXIT['not all']
}
