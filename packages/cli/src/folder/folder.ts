// Owns: reading the folder of migrations, TypeScript included.
// Must not know: formats.

import type { Dialect, MigrationSource } from '@godwit/core'
import { readDirectory } from '@godwit/core/directory'
import { loadModule } from '../settings/load-module.ts'

export async function readFolder(path: string, dialect: Dialect): Promise<readonly MigrationSource[]> {
  return readDirectory(path, { dialect, loadModule })
}
