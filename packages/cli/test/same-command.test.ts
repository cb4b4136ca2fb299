// Owns: that a command which was printed for a person to run does what it was printed for.
// Must not know: how it is put together.

import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { documentOf } from './document.ts'
import { folderWith, migrate, start, TWO, type Ended } from './spawned.ts'

const env = { DATABASE_URL: 'sqlite:app.db' }
const THREE = { ...TWO, 'migrations/0003_x.sql': '-- migrate:up\nCREATE TABLE x (a);\n-- migrate:down\nDROP TABLE x;\n' }
const LATE = { 'migrations/0000_late.sql': '-- migrate:up\nCREATE TABLE late (a);\n' }
const SEVERAL = {
  ...THREE,
  'conf/my.config.mjs': `const ext = { name: 'ext', requires: ['app>=0003'], migrations: [{ id: '1', description: 'one', up: ['CREATE TABLE ext (a)'] }] }
export default { dir: '../migrations', lines: [ext], databases: { main: { url: 'sqlite:main.db' }, "it's": { url: 'sqlite:other.db' } } }`,
}

/** Read by a shell, as it was printed. */
async function typed(folder: string, command: string): Promise<Ended> {
  const [, words = ''] = /^migrate (.*)$/.exec(command) ?? []
  return start(folder, [], { env, through: ['sh', '-c', `exec "$0" "$1" ${words}`] }).ended
}

async function printed(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await migrate(folder, args, { env })
  return [...stdout.matchAll(/^-- {3}(migrate .*)$/gm)].map(([, command = '']) => command)
}

describe('the command that a plan prints', () => {
  it.each([
    [['plan'], [], 3],
    [['plan', '--to', '0002_posts'], [], 2],
    [['plan', '--steps', '1'], [], 1],
    [['up', '--dry-run', '--steps', '1'], [], 1],
    [['plan', 'down'], ['up'], 2],
    [['plan', 'down', '--to', 'nothing'], ['up'], 0],
    [['plan', 'down', '--missing-variant', 'empty'], ['up'], 2],
  ])('of %j, after %j, is not refused', async (plan, before, left) => {
    const folder = folderWith(THREE)
    if (before.length > 0) await migrate(folder, before, { env })
    const [command = ''] = await printed(folder, ...plan)
    const { code, stderr } = await typed(folder, `${command}${command.startsWith('migrate down') ? ' --yes' : ''}`)
    expect({ command, code, stderr }).toEqual({ command: expect.stringContaining(' --plan ') as string, code: 0, stderr: '' })
    const { stdout } = await migrate(folder, ['status'], { env })
    expect(stdout.match(/^applied\t/gm) ?? []).toHaveLength(left)
  })

  it('says that late migrations are allowed', async () => {
    const folder = folderWith(THREE)
    await migrate(folder, ['up'], { env })
    const late = folderWith({ ...THREE, ...LATE })
    const here = { DATABASE_URL: `sqlite:${folder}/app.db` }
    const { stdout } = await migrate(late, ['plan', '--order', 'any', '--url', here.DATABASE_URL], { env })
    expect(await typed(late, /migrate up .*/.exec(stdout)?.[0] ?? '')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('applied 0000_late') as string,
    })
  })

  it('says that another history is ignored', async () => {
    const folder = folderWith(TWO)
    const database = new BetterSqlite3(join(folder, 'app.db'))
    database.exec("CREATE TABLE schema_migrations (version varchar(128)); INSERT INTO schema_migrations VALUES ('0001')")
    database.close()
    const [command = ''] = await printed(folder, 'plan', '--other-history', 'ignore')
    expect(await typed(folder, command)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('2 migrations applied') as string,
    })
  })

  it('names the database, the configuration and, of several, the line', async () => {
    const folder = folderWith(SEVERAL)
    const commands = await printed(folder, 'plan', '--config', 'conf/my.config.mjs', '--database', "it's")
    expect(commands).toHaveLength(2)
    for (const command of commands) expect(await typed(folder, command)).toMatchObject({ code: 0, stderr: '' })
    const { stdout } = await migrate(folder, ['status', '--config', 'conf/my.config.mjs', '--database', "it's"])
    expect(stdout.match(/^applied\t/gm)).toHaveLength(4)
  })

  it('shows no password', async () => {
    const folder = folderWith(TWO)
    const { stdout } = await migrate(folder, ['plan', '--url', 'sqlite:app.db?token=hunter2'])
    expect(stdout).not.toContain('hunter2')
  })
})

describe('after a failure', () => {
  const BROKEN = { 'migrations/0004_bad.sql': 'INSERT INTO nowhere VALUES (1);' }

  it.each([
    [['up', '--database', 'main', '--line', 'app'], 'migrate up --database main --line app'],
    [['up', '--database', 'main', '--line', 'app', '--to', '0004_bad'], 'migrate up --database main --line app --to 0004_bad'],
    // Three of the four are done.
    [['up', '--database', 'main', '--line', 'app', '--steps', '4'], 'migrate up --database main --line app --steps 1'],
  ])('of %j the same is named to be run again', async (args, again) => {
    const folder = folderWith({ ...SEVERAL, ...BROKEN, 'migrate.config.mjs': SEVERAL['conf/my.config.mjs'].replace('../', '') })
    const { code, stderr } = await migrate(folder, args)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`run \`${again}\` again.`) as string })
    expect(await documentOf(folder, ...args)).toMatchObject({ exitCode: 1 })
  })
})
