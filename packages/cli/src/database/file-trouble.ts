// Owns: why a database file could not be opened, in better words than the engine has.
// Must not know: drivers beyond their seam, what is done with the database.

import { accessSync, constants, statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { DriverError, type Driver } from '@godwit/core'
import { reworded } from './reworded.ts'

/** SQLite says "unable to open database file" to all of them; one look at the disk tells them apart. */
export function withFileTrouble(driver: Driver, file: string, cwd: string): Driver {
  return reworded(driver, (error) => {
    const trouble = error.reason === 'client' ? undefined : troubleOf(file, cwd)
    return trouble === undefined ? undefined : new DriverError({ ...trouble, outcome: 'not-applied', code: error.code, cause: error })
  })
}

function troubleOf(file: string, cwd: string): { readonly reason: 'connection' | 'permission'; readonly message: string } | undefined {
  const shown = relative(cwd, file) || file
  const folder = dirname(file)
  const shownFolder = relative(cwd, folder) || '.'
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) return { reason: 'connection', message: `${shown} is a folder, and a database is a file.` }
  if (found !== undefined)
    return isAllowed(file, constants.R_OK) ? undefined : { reason: 'permission', message: `${shown} may not be read.` }
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return { reason: 'connection', message: `there is no folder ${shownFolder} to make ${shown} in.` }
  return isAllowed(folder, constants.W_OK)
    ? undefined
    : { reason: 'permission', message: `${shown} cannot be made: the folder ${shownFolder} may not be written.` }
}

export function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
