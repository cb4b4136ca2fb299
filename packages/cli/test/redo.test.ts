// Owns: that redo puts back exactly what it took away, or takes nothing away.
// Must not know: how a way up is planned.

import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { folderWith, migrate, write, type Ended } from './spawned.ts'

const url = ['--url', 'sqlite:app.db'] as const

function migration(id: string): Readonly<Record<string, string>> {
  return { [`migrations/${id}.sql`]: `-- migrate:up\nCREATE TABLE t${id} (a);\n-- migrate:down\nDROP TABLE t${id};\n` }
}

/** Each migration with its state, in their order. */
async function states(folder: string): Promise<readonly string[]> {
  const { stdout } = await migrate(folder, ['status', ...url])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t').filter((_word, index) => index === 0 || index === 2))
    .map(([state = '', id = '']) => `${id} ${state}`)
}

async function applied(...ids: readonly string[]): Promise<string> {
  const folder = folderWith(Object.assign({}, ...ids.map(migration)) as Record<string, string>)
  expect(await migrate(folder, ['up', ...url])).toMatchObject({ code: 0 })
  return folder
}

const redo = async (folder: string, ...args: readonly string[]): Promise<Ended> => migrate(folder, ['redo', '--yes', ...url, ...args])

describe('redo', () => {
  it('leaves a late file alone and puts back what it took away', async () => {
    const folder = await applied('0001_a', '0003_c')
    write(folder, migration('0002_b'))
    const { code, stdout } = await redo(folder)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^rolled back 0003_c .*\napplied 0003_c /) as string })
    expect(await states(folder)).toEqual(['0001_a applied', '0002_b out-of-order', '0003_c applied'])
  })

  it('puts back one that was applied late, as late as it was', async () => {
    const folder = await applied('0001_a', '0003_c')
    write(folder, migration('0002_b'))
    await migrate(folder, ['up', '--order', 'any', ...url])
    expect(await redo(folder)).toMatchObject({ code: 0, stdout: expect.stringContaining('applied 0002_b') as string })
    expect(await states(folder)).toEqual(['0001_a applied', '0002_b applied', '0003_c applied'])
  })

  it('puts back as many as went down, in the order of their ids', async () => {
    const folder = await applied('0001_a', '0002_b', '0003_c')
    write(folder, migration('0004_d'))
    const { stdout } = await redo(folder, '--steps', '2')
    expect(stdout.match(/^(?:rolled back|applied) 0\S+/gm)).toEqual([
      'rolled back 0003_c',
      'rolled back 0002_b',
      'applied 0002_b',
      'applied 0003_c',
    ])
    expect(await states(folder)).toEqual(['0001_a applied', '0002_b applied', '0003_c applied', '0004_d pending'])
  })

  it('of all there is finds its own tables still there, and is not kept by them', async () => {
    const folder = await applied('0001_a')
    expect(await redo(folder)).toMatchObject({ code: 0 })
    expect(await states(folder)).toEqual(['0001_a applied'])
  })

  it.each([
    ['was removed', (path: string) => rmSync(path)],
    ['has another name now', (path: string) => renameSync(path, path.replace('0002_b', '0002_other'))],
  ])('takes nothing away where the file %s', async (_what, change) => {
    const folder = await applied('0001_a', '0002_b')
    change(join(folder, 'migrations/0002_b.sql'))
    const { code, stdout, stderr } = await redo(folder)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/Migration '0002_b' is applied and the code does not have it\.[^]*database: Nothing was written\./)
    expect(await states(folder)).toContain('0002_b unknown')
  })

  it('takes nothing away where the way up is refused for another reason', async () => {
    const folder = await applied('0001_a', '0002_b')
    rmSync(join(folder, 'migrations/0001_a.sql'))
    expect(await redo(folder)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("'0001_a' is applied") as string })
    expect(await states(folder)).toEqual(['0001_a unknown', '0002_b applied'])
  })

  it('says what was taken away where the way up fails', async () => {
    const folder = await applied('0001_a')
    write(folder, {
      'migrations/0002_b.sql': '-- migrate:up\nINSERT INTO t0001_a VALUES (1);\n-- migrate:down\nALTER TABLE t0001_a RENAME TO gone;\n',
    })
    await migrate(folder, ['up', ...url])
    const { code, stderr } = await redo(folder)
    expect(code).toBe(1)
    expect(stderr).toContain(
      'database: 0002_b was rolled back: nothing of it is in the database. The way down had taken back 0002_b before, and that holds.',
    )
  })

  it('names what is left where a way down fails in the middle, and that puts all of it back', async () => {
    const folder = await applied('0001_a', '0002_b', '0003_c', '0004_d')
    write(folder, migration('0005_e'))
    const database = new BetterSqlite3(join(folder, 'app.db'))
    database.exec('DROP TABLE t0003_c')
    const { code, stderr } = await redo(folder, '--steps', '3')
    const rest = 'migrate redo --url sqlite:app.db --steps 2 && migrate up --url sqlite:app.db --to 0004_d'
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`run \`${rest}\` again.`) as string })
    database.exec('CREATE TABLE t0003_c (a)')
    database.close()
    for (const command of rest.split(' && '))
      expect(await migrate(folder, [...command.split(' ').slice(1), '--yes'])).toMatchObject({ code: 0 })
    expect(await states(folder)).toEqual(['0001_a applied', '0002_b applied', '0003_c applied', '0004_d applied', '0005_e pending'])
  })

  it('names itself where its first way down fails', async () => {
    const folder = await applied('0001_a')
    const database = new BetterSqlite3(join(folder, 'app.db'))
    database.exec('DROP TABLE t0001_a')
    database.close()
    expect(await redo(folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('run `migrate redo --url sqlite:app.db` again.') as string,
    })
  })
})
