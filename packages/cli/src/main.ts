#!/usr/bin/env node
// Owns: the process.
// Must not know: commands.

import { CommandError } from './command-error.ts'
import { EXIT } from './exit-code.ts'
import { refuse, run } from './run.ts'
import { sendStrayOutput } from './stray-output.ts'
import { processSurroundings } from './surroundings.ts'

const NO_WORD = new CommandError({
  exitCode: EXIT.connection,
  code: 'NO_ANSWER',
  message: 'The database client stopped without an answer and without an error.',
  remedy: 'Run `migrate status` to see what is applied. Running again is safe.',
})

const words = process.argv.slice(2)
const surroundings = processSurroundings()
// One document and nothing else.
if (words.includes('--json')) sendStrayOutput(() => surroundings.stderr)

// A client that drops a promise leaves Node with nothing to do, and Node would end with a code of its own and no word.
process.once('beforeExit', () => {
  if (process.exitCode !== undefined) return
  process.exitCode = EXIT.connection
  refuse(words, NO_WORD, surroundings).catch((error: unknown) => {
    throw error
  })
})

// Not process.exit: what is still on its way to a pipe would be lost. Not await: this file is imported by what it loads.
async function main(): Promise<void> {
  process.exitCode = await run(words, surroundings)
}

main().catch((error: unknown) => {
  throw error
})
