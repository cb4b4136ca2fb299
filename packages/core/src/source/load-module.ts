// Owns: the migration that a TypeScript or JavaScript file exports, and what is said when it cannot be loaded.
// Must not know: how modules are loaded, what other migrations there are.

import type { Migration } from '../model/migration.ts'
import type { FileGroup } from '../pure/file/file-group.ts'
import { describeId } from '../pure/line/version.ts'
import { invalidFile } from '../pure/file/invalid-file.ts'
import { moduleMigration } from './module-migration.ts'

/** Gives the exports of the module at an absolute path. */
export type LoadModule = (file: string) => Promise<unknown>

export async function loadModuleMigration(
  { id, path, origin }: Extract<FileGroup, { readonly kind: 'module' }>,
  load: LoadModule,
): Promise<Migration> {
  let exports: unknown
  try {
    exports = await load(path)
  } catch (cause) {
    throw invalidFile(origin, whyNotLoaded(cause), { id, cause })
  }
  const reading = moduleMigration(exports, { id, description: describeId(id) })
  if (!reading.ok) throw invalidFile(origin, reading.reason, { id })
  return reading.migration
}

/** @see https://nodejs.org/api/typescript.html */
function whyNotLoaded(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  switch (code) {
    case 'ERR_UNKNOWN_FILE_EXTENSION':
      return 'this version of Node does not read TypeScript by itself; run it with the command line of Godwit, pass `loadModule`, or compile it to JavaScript'
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
      return 'Node takes types out and nothing more, and something in it must be compiled (an enum, a namespace, a decorator); run it with the command line of Godwit, pass `loadModule`, or compile it to JavaScript'
    case 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING':
      return 'Node does not read TypeScript under node_modules; the package must ship JavaScript'
    default:
      return `it could not be loaded: ${cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)}`
  }
}
