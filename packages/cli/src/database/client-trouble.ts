// Owns: what to do about a client that cannot be loaded, in the words of the project's package manager.
// Must not know: which clients there are, why one cannot be loaded.

import { DriverError, type ClientTrouble, type Driver } from '@godwit/core'
import { addCommand, buildCommand, installCommand, packageManagerOf, type PackageManager } from './package-manager.ts'
import { reworded } from './reworded.ts'

/** A driver says it for npm; one look at the lockfile tells what is used here. */
export function withClientTrouble(driver: Driver, folder: string): Driver {
  return reworded(driver, (error) => {
    if (error.client === undefined) return undefined
    const client = { ...error.client, remedy: remedyFor(error.client, packageManagerOf(folder)) }
    return new DriverError({ reason: 'client', message: client.what, outcome: 'not-applied', code: error.code, client, cause: error })
  })
}

function remedyFor({ name, state }: ClientTrouble, manager: PackageManager): string {
  switch (state) {
    case 'not installed':
      return `Install it: ${addCommand(manager, name)}.`
    case 'not built':
      return `Build it for this Node: ${buildCommand(manager, name)}.`
    case 'not for this platform':
    case 'broken':
      return `Remove node_modules and install on this platform: ${installCommand(manager)}.`
    default:
      return state satisfies never
  }
}
