// Owns: what is said of a migration and is true of it: its way down, what it may hold, who can take it back.
// Must not know: how problems are found.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describeOn } from '@godwit/servers/vitest'
import { expect, it } from 'vitest'
import { folderWith, migrate, TWO, write } from './spawned.ts'

const url = ['--url', 'sqlite:app.db'] as const
const CRLF = '-- migrate:up\r\nCREATE TABLE a (\r\n  x INTEGER\r\n);\r\n-- migrate:down\r\nDROP TABLE\r\n  a; -- gone\r\n'

it('line ends, white space and comments of a way down change nothing, another statement does', async () => {
  const folder = folderWith({ 'migrations/0001_a.sql': CRLF })
  expect(await migrate(folder, ['up', ...url])).toMatchObject({ code: 0 })
  for (const text of [CRLF.replaceAll('\r', ''), CRLF.replace(' -- gone', '').replace('TABLE\r\n  a', 'TABLE a')]) {
    write(folder, { 'migrations/0001_a.sql': text })
    expect(await migrate(folder, ['validate', ...url])).toMatchObject({ code: 0, stderr: '' })
    expect((await migrate(folder, ['doctor', ...url])).stdout).not.toContain('0001_a')
  }
  write(folder, { 'migrations/0001_a.sql': CRLF.replace('DROP TABLE\r\n  a', 'DROP TABLE IF EXISTS a') })
  const { stdout, stderr } = await migrate(folder, ['validate', ...url])
  expect(stdout + stderr).toContain("The 'down' of migration '0001_a' is not what it was when the migration ran.")
})

it('of a migration that the code lost, a way back is promised only where there may be one', async () => {
  const folder = folderWith({ ...TWO, 'migrations/0003_final.sql': 'CREATE TABLE final (x INTEGER);' })
  await migrate(folder, ['up', ...url])
  rmSync(join(folder, 'migrations/0003_final.sql'))
  expect(await migrate(folder, ['up', ...url])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "Deploy the code that has it. Where its receipt kept a way back, which one with a 'down' in SQL does, 'migrate down'",
    ) as string,
  })
  expect(await migrate(folder, ['down', '--yes', ...url])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("has no 'down'") as string,
  })
})

describeOn('mariadb', (server) => {
  it('a BEGIN is refused without calling the migration a transaction, which it is not here', async () => {
    const { url: at } = await server.freshDatabase()
    const folder = folderWith({ 'migrations/0001_a.sql': 'BEGIN;\nCREATE TABLE a (x INTEGER);\nCOMMIT;\n' })
    const { code, stderr } = await migrate(folder, ['up', '--url', at])
    expect(code).toBe(2)
    expect(stderr).toContain(
      'Leave BEGIN out. Neighbouring statements that change rows share a transaction already; what changes the schema',
    )
    expect(stderr).not.toContain('is one transaction')
  })
})
