// Owns: that files are read while a database is asked whether it has a history, and what must not be.
// Must not know: how long either takes.

import { expect, it } from 'vitest'
import { DriverError, postgres, type Driver } from '../src/driver.ts'
import type { MigrationSource } from '../src/model/source.ts'
import { Migrator } from '../src/shell/migrator.ts'
import { isHistoryRead, type Script, scriptedDriver } from './scripted-driver.ts'

const MISSING = new DriverError({ reason: 'missing-object', outcome: 'not-applied', message: 'no such table' })
const empty: Script = { dialect: postgres, answer: (text) => (isHistoryRead(text) ? MISSING : undefined) }

function source(kind: MigrationSource['kind'], id: string, load: () => void): MigrationSource {
  return {
    kind,
    id,
    description: id,
    origin: `${id}.sql`,
    async load() {
      load()
      return { id, description: id, up: [`CREATE TABLE t${id} (a integer)`] }
    },
  }
}

/** A file, and a promise of the moment when it is read. `load`: what else happens then. */
function watched(id: string, load: () => void = () => {}): { readonly file: MigrationSource; readonly read: Promise<void> } {
  let tell = (): void => {}
  const read = new Promise<void>((resolve) => (tell = resolve))
  const file = source('text', id, () => {
    tell()
    load()
  })
  return { file, read }
}

/** What is asked when the history cannot be read is answered when `until` is fulfilled. */
function slow(driver: Driver, until: Promise<void>): Driver {
  return {
    ...driver,
    async open(purpose, signal) {
      const session = await driver.open(purpose, signal)
      return {
        ...session,
        async run(text, params) {
          const outcome = await session.run(text, params)
          if (text.includes(' AS home')) await until
          return outcome
        },
      }
    },
  }
}

function migratorOn(driver: Driver, ...files: readonly MigrationSource[]): Migrator {
  const migrator = new Migrator(driver)
  migrator.addSources(files)
  return migrator
}

it('a file is read before it is answered whether there is a history, and once', async () => {
  let loads = 0
  const { file, read } = watched('1', () => loads++)
  expect(await migratorOn(slow(scriptedDriver(empty), read), file).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })
  expect(loads).toBe(1)
})

const OTHERS = [{ home: 'public', part: 'history', name: 'hash' }]
const taken: Script = { ...empty, answer: (text) => (isHistoryRead(text) ? MISSING : text.includes(' AS home') ? OTHERS : undefined) }

it('a module is not run for a database that turns out to be another tool’s', async () => {
  let runs = 0
  const { file, read } = watched('2')
  const report = await migratorOn(
    slow(scriptedDriver(taken), read),
    source('module', '1', () => runs++),
    file,
  ).up()
  expect(report).toMatchObject({ outcome: 'failed', error: { code: 'JOURNAL_FOREIGN' } })
  expect(runs).toBe(0)
})

it('a file that cannot be used is said when its turn comes', async () => {
  const broken = (): never => {
    throw new RangeError('no such file')
  }
  const driver = scriptedDriver(empty)
  const here = watched('1', broken)
  await expect(migratorOn(slow(driver, here.read), here.file).up()).rejects.toThrow('no such file')
  expect(driver.sent.filter((text) => /INSERT|CREATE/.test(text))).toEqual([])

  const there = watched('1', broken)
  const report = await migratorOn(slow(scriptedDriver(taken), there.read), there.file).up()
  expect(report).toMatchObject({ outcome: 'failed', error: { code: 'JOURNAL_FOREIGN' } })
})
