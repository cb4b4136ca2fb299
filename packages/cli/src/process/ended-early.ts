// Owns: what is said where something ends the process in the middle of a command.
// Must not know: who did, commands.

import { writeSync } from 'node:fs'
import { EXIT } from './exit-code.ts'

const MESSAGE = 'Something ended the process before the command was done, such as process.exit in a configuration, a migration or a client.'
const REMEDY = 'Take it out. Run `migrate status` to see what is applied.'

/** Until the function that it returns is called. An error that nobody caught has words of its own, and so has a second Ctrl-C. */
export function watchForEnd(argv: readonly string[]): () => void {
  let crashed: 'yes' | 'no' = 'no'
  process.once('uncaughtExceptionMonitor', () => {
    crashed = 'yes'
  })
  const onExit = (code: number): void => {
    if (crashed === 'yes' || code === EXIT.interrupted) return
    process.exitCode = EXIT.failed
    // Nothing that takes time happens any more: no stream, no import.
    writeSync(2, argv.includes('--json') ? '' : `error: ${MESSAGE}\n  next: ${REMEDY}\n`)
    writeSync(1, argv.includes('--json') ? `${JSON.stringify(document(), undefined, 2)}\n` : '')
  }
  process.once('exit', onExit)
  return () => process.off('exit', onExit)
}

/** As `document.ts` makes it of an error. */
function document(): object {
  const error = { code: 'ENDED', message: MESSAGE, retryable: false, details: {}, database: '', remedy: REMEDY }
  return { version: 1, command: 'migrate', exitCode: EXIT.failed, database: null, result: { kind: 'error', error } }
}
