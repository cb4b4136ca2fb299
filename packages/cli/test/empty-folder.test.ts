// Owns: that a folder with no migration in it is not taken for one whose migrations are all applied.
// Must not know: how a folder is read.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, migrate, TWO } from './spawned.ts'

const url = ['--url', 'sqlite:app.db'] as const

describe('a folder with no migration in it', () => {
  it.each(['up', 'plan', 'status', 'validate', 'baseline', 'doctor'])('is told of by %s, with what is in it', async (command) => {
    const folder = folderWith({
      'migrations/0001_x.sql.txt': 'CREATE TABLE x (a);',
      'migrations/drafts/0001_y.sql': '',
      'migrations/.keep': '',
    })
    const { code, stdout, stderr } = await migrate(folder, [command, ...url])
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'warning: There is no migration in migrations. Not taken for one: 0001_x.sql.txt, drafts/.\n',
    })
    expect(stdout).not.toContain('everything')
  })

  it('may have nothing in it at all', async () => {
    const folder = folderWith()
    mkdirSync(join(folder, 'migrations'))
    expect(await migrate(folder, ['up', ...url])).toEqual({
      code: 0,
      signal: null,
      stdout: 'Nothing to do: there is no migration.\n',
      stderr: 'warning: There is no migration in migrations.\n',
    })
  })

  it('is nothing to tell of where another line is meant, nor where there are migrations', async () => {
    const lines = "lines: [{ name: 'ext', migrations: [{ id: '1', description: 'one', up: ['CREATE TABLE ext (a)'] }] }]"
    const folder = folderWith({ 'migrations/readme.txt': '', 'migrate.config.mjs': `export default { url: 'sqlite:app.db', ${lines} }` })
    expect(await migrate(folder, ['up', '--line', 'ext'])).toMatchObject({ code: 0, stderr: '' })
    expect(await migrate(folderWith({ ...TWO, 'migrations/readme.txt': '' }), ['up', ...url])).toMatchObject({ code: 0, stderr: '' })
  })
})
