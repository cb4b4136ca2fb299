// Owns: what a project says already about where a component's sessions are.
// Must not know: what somebody wants now.

import { described } from './component-file.ts'

export interface Standing {
  /** Undefined where the component is new. */
  readonly name: string | undefined
  /** Where its sessions are when nobody says anything. */
  readonly otherwise: 'memory' | 'sql'
  /** The URL that the .env has for it. */
  readonly known: string | undefined
}

type Environment = Readonly<Record<string, string>>

/** `fresh`: where the sessions of a new one are. A file of another version may name another variable than `variable`. */
export async function standing(
  folder: string,
  file: string,
  variable: string,
  environment: Environment,
  fresh: 'memory' | 'sql',
): Promise<Standing> {
  const before = await described(folder, file)
  const short = variable.replace(/_DATABASE_URL$/, '')
  const names = before === undefined ? [variable] : [variable, before.variable ?? variable, short]
  const known = names.map((name) => environment[name]).find((value) => value !== undefined && value !== '')
  const otherwise = before === undefined ? fresh : before.variable === undefined ? 'memory' : 'sql'
  return { name: before?.name, otherwise, known }
}
