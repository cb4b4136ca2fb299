// Owns: the file that --env-file names, read into the environment.
// Must not know: which variables mean anything.

import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { CommandError } from '../process/command-error.ts'
import { EXIT } from '../process/exit-code.ts'
import { reading } from '../process/file-refusal.ts'

/** Of the process, since drivers and configurations read it too. What is set already stays. */
export function loadEnvFile(cwd: string, file: string): void {
  const path = resolve(cwd, file)
  const shown = relative(cwd, path) || '.'
  if (!existsSync(path)) throw refused('USAGE', `There is no file ${shown}.`, 'Correct --env-file.')
  for (const [name, value] of Object.entries(parseEnv(textOf(path, shown)))) process.env[name] ??= value
}

/** Not process.loadEnvFile: to that a byte order mark is a part of the first name. */
function textOf(path: string, shown: string): string {
  const bytes = reading(shown, () => readFileSync(path))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refused('NOT_READABLE', `${shown} cannot be read: it is not UTF-8.`, 'Save it as UTF-8.')
  }
}

function refused(code: 'USAGE' | 'NOT_READABLE', message: string, remedy: string): CommandError {
  return new CommandError({ exitCode: EXIT.usage, code, message, remedy })
}
