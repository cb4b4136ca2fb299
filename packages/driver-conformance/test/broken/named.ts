// Owns: finding a law by its sentence.
// Must not know: any.

import type { Law } from '../../src/law.ts'
import { laws } from '../../src/laws/index.ts'

export function named(name: string): Law {
  const law = laws.find((candidate) => candidate.name === name)
  if (law === undefined) throw new Error(`there is no law: ${name}`)
  return law
}
