// Owns: that the same is written wherever standard output leads, and that a reader who leaves and a full disk harm nobody.
// Must not know: how it is written.

import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, MAIN, migrate, TWO } from './spawned.ts'

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

/** A pipe whose reader is gone for certain, as both streams of the command. */
const UNHEARD = 'exec 3> >(true); wait $!; "$0" "$@" >&3 2>&3'

describe.skipIf(process.platform === 'win32')('standard error', () => {
  it.each([
    ['init', ['init'], 0],
    ['validate, which has a note', ['validate', ...url], 0],
    ['a command that there is not', ['bogus'], 5],
    ['down, which nobody could confirm', ['down', ...url], 2],
    ['up', ['up', '--verbose', ...url], 0],
  ] as const)('may be closed: %s ends as it does when it is read', async (_, args, code) => {
    const folder = folderWith({ ...TWO, 'migrations/0002_other.sql': 'SELECT 1;' })
    await migrate(folder, ['up', '--to', '0001_users', ...url])
    expect(await shell(folder, UNHEARD, args)).toMatchObject({ code })
  })

  it('may be on a full disk', async () => {
    expect(await shell(folderWith(TWO), '"$0" "$@" 2> /dev/full', ['bogus'])).toMatchObject({ code: 5 })
  })
})

describe.skipIf(!existsSync('/dev/full'))('standard output that cannot be written', () => {
  const WARNING = /^warning: Standard output cannot be written: E[A-Z]+: [^]*\n {2}database: It is not touched by this[^]*\n {2}next: /

  it.each([
    ['a full disk', '/dev/full', '>'],
    ['a file that was opened for reading', 'migrations/0001_users.sql', '<'],
  ])('is told once, and the exit code says what came of the command: %s', async (_, file, how) => {
    const folder = folderWith(TWO)
    for (const [args, code] of [
      [['up', ...url], 0],
      [['status', ...url], 0],
      [['status', '--json', ...url], 0],
      [['down', '--json', ...url], 2],
    ] as const) {
      const ended = await shell(folder, `"$0" "$@" 1${how} ${file}`, args)
      expect({ args, ...ended }).toEqual({ args, code, stderr: expect.stringMatching(WARNING) as string })
      expect(ended.stderr.split('cannot be written')).toHaveLength(2)
    }
    expect((await migrate(folder, ['status', ...url])).stdout).not.toContain('pending')
  })
})
