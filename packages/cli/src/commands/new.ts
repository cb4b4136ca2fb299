// Owns: `migrate new <name>`.
// Must not know: how files are named and filled.

import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { CommandError } from '../process/command-error.ts'
import type { Context } from '../context.ts'
import { EXIT } from '../process/exit-code.ts'
import { HOUSE_STYLE, styleOf } from '../folder/folder-style.ts'
import { migrationFiles, slug } from '../folder/migration-files.ts'
import { nextNumber } from '../folder/numbering.ts'
import type { Result } from '../result.ts'
import { readSettings } from '../settings/settings.ts'
import { writeNew } from '../folder/write-new.ts'

/** Several words need no quotes: `migrate new add user names`. */
export async function run({ operands, flags, surroundings }: Context): Promise<Result> {
  const { cwd } = surroundings
  const { dir } = await readSettings(flags, surroundings)
  const style = existsSync(dir.path) ? styleOf(dir.path, cwd) : HOUSE_STYLE
  if (style === undefined)
    throw refused('USAGE', `The names in ${relative(cwd, dir.path)} have no numbers that can be continued.`, 'Make the file by hand.')
  const name = slug(operands.join(' '), style.joint)
  if (name === '')
    throw refused('USAGE', `A name needs letters or digits; \`${operands.join(' ')}\` has none.`, 'Write `migrate new add_users`.')
  const number = nextNumber(style.numbering, style.last, new Date())
  const files = migrationFiles(style, number, name).map(({ path, text }) => {
    const whole = join(dir.path, path)
    const state = writeNew(whole, text, cwd)
    if (state === 'kept')
      throw refused('FILE_EXISTS', `${relative(cwd, whole)} is there already; it was not touched.`, 'Run the same command again.')
    return { path: relative(cwd, whole), state }
  })
  return { kind: 'files', files, next: 'Write the SQL, then `migrate plan` shows what would run.' }
}

function refused(code: 'USAGE' | 'FILE_EXISTS', message: string, remedy: string): CommandError {
  return new CommandError({ exitCode: EXIT.usage, code, message, remedy })
}
