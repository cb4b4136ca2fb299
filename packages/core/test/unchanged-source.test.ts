import { describe, expect, it } from 'vitest'
import type { Migration } from '../src/model/migration.ts'
import type { MigrationSource } from '../src/model/source.ts'
import { Migrator } from '../src/shell/migrator.ts'
import { historyRows, isHistoryRead, scriptedDriver } from './scripted-driver.ts'

const migration = (text: string): Migration => ({ id: '1', description: 'first', up: [{ text, file: '1.sql', line: 1 }] })

/** What is loaded is what stands behind the head of the file. */
function source(text: string): MigrationSource & { readonly loads: number } {
  let loads = 0
  return {
    kind: 'text',
    id: '1',
    description: 'first',
    origin: '1.sql',
    text: () => text,
    async load() {
      loads++
      return migration(text.replace(/^-- .*\n/, ''))
    },
    get loads() {
      return loads
    },
  }
}

/** The raw checksum in the receipt that applying `text` wrote. */
async function rawChecksumOf(text: string): Promise<string> {
  const driver = scriptedDriver({ answer: (sent) => (isHistoryRead(sent) ? historyRows() : undefined) })
  const migrator = new Migrator(driver)
  migrator.addSources([source(text)])
  await migrator.up()
  return /raw-sha256:[0-9a-f]{64}/.exec(driver.sent.find((sent) => sent.includes('raw-sha256:')) ?? '')?.[0] ?? ''
}

async function applied(
  recorded: string,
  now: string,
  over: object = {},
): Promise<{ readonly migrator: Migrator; readonly file: ReturnType<typeof source> }> {
  const raw_checksum = await rawChecksumOf(recorded)
  const planning = new Migrator(scriptedDriver({ answer: (sent) => (isHistoryRead(sent) ? historyRows() : undefined) }))
  planning.addMigration(migration(recorded.replace(/^-- .*\n/, '')))
  const planned = await planning.plan('up')
  const checksum = planned.ok ? planned.plan.steps[0]?.checksum : undefined
  const rows = historyRows('1').map((row) => ({ ...row, checksum, raw_checksum, ...over }))
  const migrator = new Migrator(scriptedDriver({ answer: (sent) => (isHistoryRead(sent) ? rows : undefined) }))
  const file = source(now)
  migrator.addSources([file])
  return { migrator, file }
}

const TEXT = '-- head\nCREATE TABLE t (a)'

describe('an applied source', () => {
  it('is not loaded when its text is what it was', async () => {
    const { migrator, file } = await applied(TEXT, TEXT)
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
    expect((await migrator.status()).migrations).toMatchObject([{ id: '1', state: 'applied' }])
    expect(file.loads).toBe(0)
  })

  it('is loaded and no problem when only its head or its white space changed', async () => {
    const { migrator, file } = await applied(TEXT, '-- another\nCREATE TABLE t\n  (a)')
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
    expect((await migrator.status()).migrations).toMatchObject([{ state: 'applied' }])
    expect(file.loads).toBe(1)
  })

  it('is refused when it means something else', async () => {
    const { migrator } = await applied(TEXT, '-- head\nCREATE TABLE t (b)')
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'CHECKSUM_CHANGED', id: '1' }] })
    expect((await migrator.status()).migrations).toMatchObject([{ state: 'changed' }])
  })

  it('is loaded when its receipt has no raw checksum', async () => {
    const { migrator, file } = await applied(TEXT, TEXT, { raw_checksum: null })
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
    expect(file.loads).toBe(1)
  })
})
