#!/usr/bin/env node
// Owns: the process.
// Must not know: commands.

import { CommandError } from './process/command-error.ts'
import { watchForEnd } from './process/ended-early.ts'
import { EXIT } from './process/exit-code.ts'
import { refuse, run } from './run.ts'
import { sendStrayOutput } from './process/stray-output.ts'
import { processSurroundings, workingFolder } from './process/surroundings.ts'

const NO_WORD = new CommandError({
  exitCode: EXIT.connection,
  code: 'NO_ANSWER',
  message: 'The database client, or the code of a migration, stopped without an answer and without an error.',
  remedy: 'Run `migrate status` to see what is applied. Running again is safe.',
})

const FOLDER_GONE = new CommandError({
  exitCode: EXIT.usage,
  code: 'FOLDER_MISSING',
  message: 'The folder that this was started in is not there any more.',
  remedy: 'Go to a folder that is there, and run it again.',
})

const words = process.argv.slice(2)
const folder = workingFolder()
const surroundings = processSurroundings(folder ?? '/')
const atItsEnd = watchForEnd(words)
// One document and nothing else.
if (words.includes('--json')) sendStrayOutput(() => surroundings.stderr)

// A client that drops a promise leaves Node with nothing to do, and Node would end with a code of its own and no word.
process.once('beforeExit', () => {
  // Whoever else noticed goes on first, and Node asks again when that is done too.
  setImmediate(() => {
    process.once('beforeExit', () => {
      if (process.exitCode !== undefined) return
      process.exitCode = EXIT.connection
      finish(refuse(words, NO_WORD, surroundings)).catch(crash)
    })
  })
})

async function finish(work: Promise<number>): Promise<void> {
  const exitCode = await work
  atItsEnd()
  process.exitCode = exitCode
}

function crash(error: unknown): never {
  throw error
}

// Not process.exit: what is still on its way to a pipe would be lost. Not await: this file is imported by what it loads.
finish(folder === undefined ? refuse(words, FOLDER_GONE, surroundings) : run(words, surroundings)).catch(crash)
