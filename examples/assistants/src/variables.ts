// Owns: the variables that settings are read from: those of the environment, and where it says nothing those of a file.
// Must not know: what they mean.

import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { EXIT, Refusal } from './refusal.ts'
import type { Surroundings } from './surroundings.ts'

export interface Variable {
  readonly name: string
  readonly value: string
  /** What a relative path in it is relative to: the folder of the file that says it, or else the working directory. */
  readonly folder: string
}

export interface Variables {
  /** The first of them that is there and not blank. */
  get(...names: readonly string[]): Variable | undefined
}

/** `envFile`: as it was given; without, `.env` in the working directory, which may be missing. Throws `Refusal` where a given one is. */
export function variablesOf({ cwd, env }: Surroundings, envFile: string | undefined): Variables {
  const path = resolve(cwd, envFile ?? '.env')
  const inFile = parseEnv(textOf(path, envFile === undefined ? 'may be missing' : 'was asked for'))
  const one = (name: string): readonly Variable[] => {
    const [own, filed] = [env[name], inFile[name]]
    if (own !== undefined && own.trim() !== '') return [{ name, value: own, folder: cwd }]
    return filed === undefined || filed.trim() === '' ? [] : [{ name, value: filed, folder: dirname(path) }]
  }
  return { get: (...names) => names.flatMap(one)[0] }
}

function textOf(path: string, needed: 'may be missing' | 'was asked for'): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (missing && needed === 'may be missing') return ''
    throw new Refusal(EXIT.refused, `${path} cannot be read${missing ? ': there is no such file' : ''}. Nothing was changed.`)
  }
}
