// Owns: importing a module of the user's, TypeScript included, on every supported Node.
// Must not know: what the module exports.

import { pathToFileURL } from 'node:url'
import { unlessIdle } from './unless-idle.ts'

export type Module = Readonly<Record<string, unknown>>

/** What Node says when its own type stripping cannot take a file: enums, extensionless imports, a package's source. */
const BEYOND_STRIPPING: ReadonlySet<unknown> = new Set([
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_MODULE_NOT_FOUND',
  'ERR_UNSUPPORTED_DIR_IMPORT',
])

/** Native where Node strips types; else, and where that is not enough, jiti, which is loaded only then. */
export async function loadModule(path: string): Promise<Module> {
  return unlessIdle(load(path))
}

async function load(path: string): Promise<Module> {
  const url = pathToFileURL(path).href
  if (!/\.[mc]?ts$/.test(path)) return (await import(url)) as Module
  if ('typescript' in process.features && process.features.typescript) {
    try {
      return (await import(url)) as Module
    } catch (error) {
      // All of these are found while linking: nothing of the file has run yet.
      if (!BEYOND_STRIPPING.has((error as NodeJS.ErrnoException).code)) throw error
    }
  }
  const { createJiti } = await import('jiti')
  return await createJiti(import.meta.url).import<Module>(path)
}
