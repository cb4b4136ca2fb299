// Owns: what is asked before something is destroyed, and what counts as an answer.
// Must not know: how it is drawn.

import { describe, expect, it } from 'vitest'
import { folderWith, migrate, TWO, write } from './spawned.ts'
import { sitting } from './terminal.ts'

const url = ['--url', 'sqlite:app.db'] as const

async function applied(folder: string): Promise<readonly string[]> {
  const { stdout } = await migrate(folder, ['status', ...url])
  return stdout.split('\n').flatMap((line) => (line.startsWith('applied\t') ? [line.split('\t')[2] ?? ''] : []))
}

async function migrated(): Promise<string> {
  const folder = folderWith(TWO)
  await migrate(folder, ['up', ...url])
  return folder
}

describe('a person at a terminal', () => {
  it('is asked by name what is to be rolled back, and yes does it', async () => {
    const folder = await migrated()
    const { code, stderr, stdout } = await sitting(folder, ['down', '--steps', '2', ...url], 'y')
    expect(stderr).toContain('Roll back 0002_posts, 0001_users on app.db?')
    expect(stdout).toContain('2 migrations rolled back')
    expect(code).toBe(0)
    expect(await applied(folder)).toEqual([])
  })

  it.each(['down', 'redo'])('C-D9, A-X8: says no to %s and nothing is written', async (command) => {
    const folder = await migrated()
    const { code, stderr } = await sitting(folder, [command, ...url], 'n')
    expect(code).toBe(2)
    expect(stderr).toContain('Nothing was written.')
    expect(await applied(folder)).toEqual(['0001_users', '0002_posts'])
  })

  it('who only presses Enter has said no', async () => {
    const folder = await migrated()
    expect((await sitting(folder, ['down', ...url], '\r')).code).toBe(2)
    expect(await applied(folder)).toEqual(['0001_users', '0002_posts'])
  })

  it('says no to a baseline and nothing is recorded', async () => {
    const folder = folderWith(TWO)
    const { code, stderr } = await sitting(folder, ['baseline', '--to', '0001_users', ...url], 'n')
    expect(stderr).toContain('Record 0001_users as applied on app.db, without running it?')
    expect(code).toBe(2)
    expect(await applied(folder)).toEqual([])
  })

  it('is told by name what a baseline records, and yes does it', async () => {
    const folder = folderWith(TWO)
    const { code, stderr } = await sitting(folder, ['baseline', ...url], 'y')
    expect(stderr).toContain('Record 0001_users, 0002_posts as applied on app.db, without running them?')
    expect(code).toBe(0)
    expect(await applied(folder)).toEqual(['0001_users', '0002_posts'])
  })

  it('may answer with Ctrl-C: 130, and nothing is written', async () => {
    const folder = await migrated()
    expect((await sitting(folder, ['down', ...url], '\u0003')).code).toBe(130)
    expect(await applied(folder)).toEqual(['0001_users', '0002_posts'])
  })

  it.each(['down', 'redo', 'baseline'])('may end %s with Ctrl-D as well', async (command) => {
    const folder = await migrated()
    write(folder, { 'migrations/0003_more.sql': '-- migrate:up\nCREATE TABLE more (a);\n' })
    expect((await sitting(folder, [command, ...url], '\u0004')).code).toBe(130)
    expect(await applied(folder)).toEqual(['0001_users', '0002_posts'])
  })

  it('is not asked when there is nothing to roll back, nor when they said --yes', async () => {
    const folder = folderWith(TWO)
    expect(await sitting(folder, ['down', ...url], '')).toMatchObject({ code: 0, stdout: 'Nothing to roll back.\n' })
    await migrate(folder, ['up', ...url])
    expect(await sitting(folder, ['down', '--yes', ...url], '')).toMatchObject({ code: 0 })
    expect(await applied(folder)).toEqual(['0001_users'])
  })
})

describe('nobody', () => {
  it.each([
    ['down', {}],
    ['redo', {}],
    ['baseline', {}],
  ])('is there to be asked by %s: --yes is needed, exit code 2, nothing is written', async (command) => {
    const folder = await migrated()
    write(folder, { 'migrations/0003_more.sql': '-- migrate:up\nCREATE TABLE more (a);\n' })
    const { code, stderr } = await migrate(folder, [command, ...url])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: .*\? Nobody could be asked: this is not a terminal\.\n.*--yes/) as string,
    })
    expect(await applied(folder)).toEqual(['0001_users', '0002_posts'])
  })

  it.each([
    [['baseline'], 0, /^$/],
    [['baseline', '--to', '0002_posts'], 0, /^$/],
    [['baseline', '--to', 'nope'], 5, /^error: There is no migration 'nope'/],
    [['down', '--to', '0002_posts'], 0, /^$/],
  ])('need be asked by %j, which finds nothing to ask about', async (args, exitCode, words) => {
    const folder = await migrated()
    const { code, stderr } = await migrate(folder, [...args, ...url])
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.stringMatching(words) as string })
    expect(await applied(folder)).toEqual(['0001_users', '0002_posts'])
  })

  it('is there in CI, or behind --json, whatever the terminal says', async () => {
    const folder = await migrated()
    expect((await sitting(folder, ['down', ...url], 'y', { CI: 'true' })).code).toBe(2)
    const { code, stdout } = await sitting(folder, ['down', '--json', ...url], 'y')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ result: { error: { code: 'CONFIRMATION_NEEDED' } } })
    expect(await applied(folder)).toEqual(['0001_users', '0002_posts'])
  })
})
