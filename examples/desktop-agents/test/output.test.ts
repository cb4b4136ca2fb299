// Owns: that the README's command prints what it printed when somebody last looked at it.
// Must not know: what the program does.

import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '..')

/** Ids, times and durations differ from run to run; nothing else may. */
function normalised(output: string): string {
  return output
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, '<time>')
    .replaceAll(/executionTime: [\d.]+/g, 'executionTime: <ms>')
}

test("the README's command prints the golden output", async () => {
  const readme = await readFile(join(folder, 'README.md'), 'utf8')
  const [, command = ''] = /^```bash\n(.*?)\n```$/ms.exec(readme) ?? []
  const [program, ...args] = command.split(' ')
  expect(program).toBe('node')
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  await expect(normalised(stdout)).toMatchFileSnapshot(join(folder, 'test/testdata/output.txt'))
  await expect(normalised(stderr)).toMatchFileSnapshot(join(folder, 'test/testdata/errors.txt'))
  expect(status).toBe(0)
})
