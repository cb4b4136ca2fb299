// Owns: everything that is loaded once it is clear that a command runs: the commands, and both ways to print a result.
// Must not know: the command line.

import type { CommandName, Run } from './invocation/command.ts'
import { run as baseline } from './commands/baseline.ts'
import { run as doctor } from './commands/doctor.ts'
import { run as down } from './commands/down.ts'
import { run as init } from './commands/init.ts'
import { run as create } from './commands/new.ts'
import { run as plan } from './commands/plan.ts'
import { run as redo } from './commands/redo.ts'
import { run as resolve } from './commands/resolve.ts'
import { run as status } from './commands/status.ts'
import { run as up } from './commands/up.ts'
import { run as validate } from './commands/validate.ts'
import { run as wait } from './commands/wait.ts'

export { toDocument } from './page/document.ts'
export { render } from './page/render.ts'

/** All in one: a file for each would cost a cold start more than what it saves. */
export const RUNS: Readonly<Record<CommandName, Run>> = {
  baseline,
  doctor,
  down,
  init,
  new: create,
  plan,
  redo,
  resolve,
  status,
  up,
  validate,
  wait,
}
