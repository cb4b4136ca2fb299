// Owns: a driver that gives each process a database of its own.
// Must not know: how it is found out.

import type { Driver } from '@godwit/core/driver'

import { reference } from '../reference/driver.ts'

export function ownCopy(path: string): Driver {
  return reference(`${path}.${process.pid}`)
}
