#!/usr/bin/env node
// Owns: the process.
// Must not know: commands.

import { run } from './run.ts'
import { processSurroundings } from './surroundings.ts'

// Not process.exit: what is still on its way to a pipe would be lost.
process.exitCode = await run(process.argv.slice(2), processSurroundings())
