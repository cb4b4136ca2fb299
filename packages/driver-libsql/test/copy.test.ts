// Owns: copies that cannot be made.
// Must not know: what a copy is good for.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { libsql } from '../src/index.ts'
import { scratchFolder } from './scratch.ts'
import { rejection, scratchFile } from './session.ts'

/** Where temporary files are made, for this test. */
function temporary(folder: string): void {
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
}

test('a copy that cannot be made is refused by the name of its folder, and nothing of it is left', async () => {
  const driver = libsql(scratchFile())
  const folder = join(scratchFolder(), 'absent')
  temporary(folder)
  const refused = await rejection(driver.copy?.() ?? Promise.resolve())
  expect(refused.reason).toBe('storage')
  expect(refused.message).toContain(folder)
  expect(existsSync(folder)).toBe(false)
})

test('what is no database is not copied, and nothing of it is left', async () => {
  const folder = scratchFolder()
  temporary(folder)
  const driver = libsql(import.meta.filename)
  expect(['corrupt', 'unknown']).toContain((await rejection(driver.copy?.() ?? Promise.resolve())).reason)
  expect(readdirSync(folder)).toEqual([])
})
