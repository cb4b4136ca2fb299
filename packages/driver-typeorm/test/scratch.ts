// Owns: a DataSource on a file of its own for each test, gone afterwards.
// Must not know: drivers.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { DataSource } from '../src/index.ts'
import type { Version } from './versions.ts'

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-typeorm-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Not initialised; destroyed after the test if it is by then. */
export function sqliteSource({ dataSource }: Version, options: Readonly<Record<string, unknown>> = {}): DataSource {
  const source = dataSource({ type: 'better-sqlite3', database: join(scratchFolder(), 'test.db'), timeout: 20, ...options })
  onTestFinished(async () => {
    if (source.isInitialized) await source.destroy()
  })
  return source
}

/** What `text` answers, by TypeORM's own way, on a DataSource that is initialised. */
export async function answer(source: DataSource, text: string): Promise<unknown> {
  return (source as DataSource & { query(text: string): Promise<unknown> }).query(text)
}
