// Owns: that the same is written wherever standard output leads, and that a reader who leaves harms nobody.
// Must not know: how it is written.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, MAIN, migrate } from './spawned.ts'

const url = ['--url', 'sqlite:app.db'] as const

/** More than a pipe holds. */
const MANY = Object.fromEntries(
  Array.from({ length: 900 }, (_, n) => [`migrations/${String(n).padStart(4, '0')}_${'a_long_name_'.repeat(8)}.sql`, 'SELECT 1;\n']),
)

/** Exit code and standard error of a shell that is given `migrate` as its first words. */
function shell(cwd: string, script: string, args: readonly string[]): Promise<{ readonly code: unknown; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', script, process.execPath, MAIN, ...args], { cwd }, (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    )
  })
}

describe.skipIf(process.platform === 'win32')('standard output', () => {
  it('is the same in a file, in a pipe and in a socket, to the last line', async () => {
    const folder = folderWith(MANY)
    const { stdout, code } = await migrate(folder, ['status', ...url])
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(900)
    expect(await shell(folder, '"$0" "$@" > file', ['status', ...url])).toEqual({ code: 0, stderr: '' })
    expect(await shell(folder, 'set -o pipefail; "$0" "$@" | cat > piped', ['status', ...url])).toEqual({ code: 0, stderr: '' })
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe(stdout)
    expect(readFileSync(join(folder, 'piped'), 'utf8')).toBe(stdout)
  })

  it('may be closed by a reader that has enough', async () => {
    const folder = folderWith(MANY)
    expect(await shell(folder, '"$0" "$@" | head -1 > first; exit ${PIPESTATUS[0]}', ['status', ...url])).toEqual({ code: 0, stderr: '' })
    expect(readFileSync(join(folder, 'first'), 'utf8')).toMatch(/^pending\tapp\t0000_/)
    expect(await shell(folder, '"$0" "$@" | true; exit ${PIPESTATUS[0]}', ['up', ...url])).toEqual({ code: 0, stderr: '' })
    expect((await migrate(folder, ['status', ...url])).stdout).not.toContain('pending')
  })
})
