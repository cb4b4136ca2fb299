// Owns: where a program is installed.
// Must not know: what it is for.

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian and others keep servers, which is not in everybody's PATH. */
const SYSTEM = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec']

/** The absolute path of a program in PATH or where servers are installed, under the first name that is there. */
export function program(...names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SYSTEM].filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
