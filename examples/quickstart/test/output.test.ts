// Owns: that the quickstart prints what it printed when somebody last looked at it, and fails when it should.
// Must not know: what the program does.

import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const folder = join(import.meta.dirname, '..')

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'godwit-quickstart-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

function quickstart(file: string, cwd: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(folder, 'quickstart.mjs'), file], { cwd, encoding: 'utf8' })
}

test('the quickstart prints the golden output, on an old file too', async () => {
  const cwd = await temporary()
  for (let n = 0; n < 2; n += 1) {
    const { status, stdout, stderr } = quickstart('quickstart.db', cwd)
    expect(stderr).toBe('')
    await expect(stdout.replaceAll(/\d+\.\d ms/g, '<ms>')).toMatchFileSnapshot(join(folder, 'test/testdata/output.txt'))
    expect(status).toBe(0)
  }
})

test('the quickstart fails when it cannot have its file', async () => {
  const cwd = await temporary()
  await writeFile(join(cwd, 'in-the-way'), '')
  const { status, stdout } = quickstart(join('in-the-way', 'quickstart.db'), cwd)
  expect(stdout).not.toContain('Everything as expected.')
  expect(status).toBe(1)
})
