// Owns: `start` and `db status` on a schema that is not what the program knows: A-M2, A-M3.
// Must not know: how it is done.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Migrator } from '@godwit/core'
import { assistantsTooling } from '@godwit/schema-agents'
import { expect, test } from 'vitest'
import { openDatabase } from '../src/database.ts'
import { migratorsOf } from '../src/migrators.ts'
import { settingsOf } from '../src/settings.ts'
import { assertCurrent } from '../src/standing.ts'
import { onEveryEngine, type Target } from './on-every-engine.ts'
import { assistants, folderWith, within } from './program.ts'

const env = ({ url }: Target) => ({ DATABASE_URL: url })
const OWN = { 'own/20260101_090000_create_labels.sql': 'CREATE TABLE labels (text VARCHAR(20));\n' }
const pending = { code: 1, stderr: expect.stringMatching(/001_users: pending.*Run `assistants db init`/s) }

function opened(target: Target) {
  const variables = { get: (name: string) => (name === 'DATABASE_URL' ? { name, value: target.url, folder: '/' } : undefined) }
  return openDatabase(settingsOf(variables, '/').place)
}

onEveryEngine((engine) => {
  test('A-M2: while migrations are pending it refuses, says which and what to do, the second time as the first', async () => {
    const target = await engine.empty()
    for (let time = 0; time < 2; time++) {
      const started = await assistants(folderWith(), 'start', env(target))
      expect(started).toMatchObject(pending)
      expect(started.stdout).not.toContain('Ready')
    }
    expect(await within(folderWith(), 'db status', env(target))).toMatchObject(pending)
    expect((await within(folderWith(), 'db init', env(target))).code).toBe(0)
    expect(await assistants(folderWith(), 'start', env(target))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Ready. 0 active agents.'),
    })
  })

  test('A-M2: also in one process, over one pool: every call asks the database', async () => {
    const target = await engine.empty()
    const { driver, close } = opened(target)
    const lines = await migratorsOf(driver, undefined)
    for (let time = 0; time < 3; time++) await expect(assertCurrent(lines)).rejects.toThrow('001_users: pending')
    for (const { migrator } of lines) await migrator.up()
    await assertCurrent(lines)
    await new Migrator(driver, assistantsTooling).down({ steps: 1 })
    for (let time = 0; time < 2; time++) await expect(assertCurrent(lines)).rejects.toThrow('assistants-tooling 002_mcp_servers: pending')
    await close()
  })

  test('A-M2: a migration that was taken back is missing again, and what only newer code knows is no reason to stay away', async () => {
    const target = await engine.empty()
    const folder = folderWith(OWN)
    expect((await within(folder, 'db init', { ...env(target), MIGRATIONS_DIR: 'own' })).code).toBe(0)
    const { driver, close } = opened(target)
    const newer = new Migrator(driver, {
      ...assistantsTooling,
      migrations: [...assistantsTooling.migrations, { id: '003_newer', description: 'd', up: ['SELECT 1'], down: ['SELECT 1'] }],
    })
    expect(await newer.up()).toMatchObject({ outcome: 'migrated' })
    expect((await within(folder, 'start', env(target))).code).toBe(0)
    expect(await newer.down({ steps: 2 })).toMatchObject({ outcome: 'migrated' })
    await close()
    expect(await within(folder, 'start', env(target))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('assistants-tooling 002_mcp_servers: pending'),
    })
  })

  test('A-M3: from whatever working directory it says the same, healthy only where it is', async () => {
    const target = await engine.empty()
    const settings = folderWith({ ...OWN, 'env/production.env': `DATABASE_URL=${target.url}\nMIGRATIONS_DIR=../own\n` })
    const places = [settings, folderWith(), '/', join(settings, 'own')]
    const command = (each: string) => `${each} --env-file ${join(settings, 'env/production.env')}`
    for (const cwd of places) {
      const { code, stderr } = await (cwd === '/' ? assistants : within)(cwd, command('start'))
      expect(code).toBe(1)
      expect(stderr).toContain('assistants 001_users: pending')
      expect(stderr).toContain('own 20260101_090000_create_labels: pending')
    }
    expect((await within('/', command('db init'))).code).toBe(0)
    for (const cwd of places) expect((await (cwd === '/' ? assistants : within)(cwd, command('start'))).code).toBe(0)
  })

  test('A-M3: a folder that is not there is an error and no empty list', async () => {
    const target = await engine.empty()
    expect((await within(folderWith(), 'db init', env(target))).code).toBe(0)
    for (const command of ['start', 'db status', 'db init']) {
      const { code, stdout, stderr } = await within(folderWith(), command, { ...env(target), MIGRATIONS_DIR: 'elsewhere' })
      expect(code).toBe(1)
      expect(stderr).toContain('elsewhere')
      expect(stdout).not.toMatch(/Ready|current|✅/)
    }
  })

  test('A-M2: where there is no database, looking makes none', async () => {
    const target = await engine.absent()
    for (const command of ['start', 'db status']) {
      expect(await within(folderWith(), command, env(target))).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Run `assistants db init`'),
      })
    }
    if (engine.kind === 'file') expect(existsSync(target.name)).toBe(false)
    else await expect(target.query('SELECT 1')).rejects.toMatchObject({ name: 'DriverError' })
  })
})
