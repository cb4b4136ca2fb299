// Owns: the .env file on the disk: where it is, and that it is whole whatever happens while it is written.
// Must not know: which keys there are.

import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readEnv, withKey } from './env-text.ts'

/** The nearest one, from `folder` upwards. */
export function findEnvFile(folder: string): string | undefined {
  const file = join(folder, '.env')
  if (existsSync(file)) return file
  const parent = dirname(folder)
  return parent === folder ? undefined : findEnvFile(parent)
}

/** Nothing where there is no file. */
export async function readEnvFile(file: string): Promise<Readonly<Record<string, string>>> {
  return readEnv(await textOf(file))
}

/** Sets these keys and leaves all else as it is. Written beside it and moved into its place. Only its owner may read a new one. */
export async function setInEnvFile(file: string, values: Readonly<Record<string, string>>): Promise<void> {
  const before = await textOf(file)
  const after = Object.entries(values).reduce((text, [key, value]) => withKey(text, key, value), before)
  if (after === before) return
  const target = existsSync(file) ? await realpath(file) : file
  const mode = existsSync(file) ? (await stat(file)).mode & 0o777 : 0o600
  const aside = `${target}.${process.pid}`
  try {
    await writeFile(aside, after, { mode: 0o600, flag: 'wx' })
    await chmod(aside, mode)
    await rename(aside, target)
  } finally {
    await rm(aside, { force: true })
  }
}

async function textOf(file: string): Promise<string> {
  return existsSync(file) ? await readFile(file, 'utf8') : ''
}
