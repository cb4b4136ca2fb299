// Owns: what to do about a client that cannot be loaded, in the words of the project's package manager.
// Must not know: which clients there are, why one cannot be loaded.

import { DriverError, isDriverError, type ClientTrouble, type Driver } from '@godwit/core'
import { addCommand, buildCommand, installCommand, packageManagerOf, type PackageManager } from './package-manager.ts'

/** A driver says it for npm; one look at the lockfile tells what is used here. */
export function withClientTrouble(driver: Driver, folder: string): Driver {
  return {
    name: driver.name,
    dialect: driver.dialect,
    capabilities: driver.capabilities,
    async open(purpose, signal) {
      try {
        return await driver.open(purpose, signal)
      } catch (error) {
        if (!isDriverError(error) || error.client === undefined) throw error
        const client = { ...error.client, remedy: remedyFor(error.client, packageManagerOf(folder)) }
        throw new DriverError({ reason: 'client', message: client.what, outcome: 'not-applied', code: error.code, client, cause: error })
      }
    },
    close: async () => driver.close(),
  }
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
