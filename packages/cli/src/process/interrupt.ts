// Owns: what a signal to this process means.
// Must not know: what is running.

import { EXIT } from './exit-code.ts'
import { leaveTerminal } from './outlet.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupt {
  readonly signal: AbortSignal
  /** Gives the signals back to Node. */
  readonly release: () => void
}

/**
 * The first signal asks: the current step is finished or rolled back, everything is closed. The second one exits at
 * once, and the database rolls back what was open. A terminal that is closed never hurries: it says so more than once, for
 * itself and for its shell.
 */
export function listenForInterrupt(tell: (line: string) => void): Interrupt {
  const controller = new AbortController()
  const onSignal = (name: NodeJS.Signals): void => {
    if (name === 'SIGHUP') leaveTerminal()
    if (controller.signal.aborted && name === 'SIGHUP') return
    if (controller.signal.aborted) process.exit(EXIT.interrupted)
    tell('Stopping: the current step is finished or rolled back first. Once more to exit at once.')
    controller.abort()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  return { signal: controller.signal, release: () => SIGNALS.forEach((name) => process.off(name, onSignal)) }
}
