#!/usr/bin/env node
// Owns: the process.
// Must not know: commands.

import { run } from './run.ts'
import { processSurroundings } from './surroundings.ts'

// A reader that has enough (`| head`) must not end a migration half way.
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error
}
process.stdout.on('error', ignoreClosedPipe)

// Not process.exit: what is still on its way to a pipe would be lost.
process.exitCode = await run(process.argv.slice(2), processSurroundings())
