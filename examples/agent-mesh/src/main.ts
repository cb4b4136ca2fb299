#!/usr/bin/env node
// Owns: the program, from its arguments to its exit code.
// Must not know: what a command does.

import { addAgent } from './add-agent.ts'
import { askNobody, askOn } from './ask.ts'
import { readCommand, USAGE } from './command.ts'
import { init } from './init.ts'
import { outputTo } from './output.ts'
import { findProject } from './project.ts'
import { EXIT, type ExitCode, Refusal } from './refusal.ts'
import { run } from './run.ts'

const cwd = process.cwd()
const args = process.argv.slice(2)
const output = outputTo(process.stdout, process.stderr)
// An argument that is not understood is repeated in the message about it.
for (const argument of args) output.hide(argument.replace(/^--[\w-]+=/, ''))

try {
  process.exitCode = await mesh()
} catch (error) {
  output.fail(error instanceof Refusal ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = error instanceof Refusal ? error.exitCode : EXIT.failed
}

async function mesh(): Promise<ExitCode> {
  const command = readCommand(args)
  switch (command.kind) {
    case 'help':
      output.say(USAGE)
      return EXIT.done
    case 'init':
    case 'add agent': {
      const ask = command.asked === 'nobody' ? askNobody : askOn(process)
      try {
        if (command.kind === 'init') await init(cwd, command.options, ask, output)
        else await addAgent(projectOrRefusal(), command.name, command.storage, ask, output)
      } finally {
        ask.close()
      }
      return EXIT.done
    }
    case 'run':
      await run(cwd, command.options, process.env, output, toldToStop())
      return EXIT.done
    default:
      return command satisfies never
  }
}

function projectOrRefusal(): string {
  const project = findProject(cwd)
  if (project === undefined)
    throw new Refusal(EXIT.usage, 'There is no project here or above. Nothing was written; make one with `mesh init`.')
  return project
}

/** What is under way is ended in order. */
function toldToStop(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}
