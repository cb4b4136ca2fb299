import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'

import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { DriverError, postgres, type Purpose, sqlite } from '../src/driver.ts'
import type { MigrateEvent, MigrateMessage, ObservedRun } from '../src/model/event.ts'
import { isMigrateError } from '../src/model/error.ts'
import { code, type Migration, steps } from '../src/model/migration.ts'
import type { Target } from '../src/model/target.ts'
import { HISTORY_COLUMNS } from '../src/pure/journal/journal-sql.ts'
import { checkTarget } from '../src/pure/planning/check-target.ts'
import { Migrator } from '../src/shell/migrator.ts'
import { CHANNEL } from '../src/shell/context/notify.ts'
import { type Answer, historyRows, isHistoryRead, scriptedDriver } from './scripted-driver.ts'

const migration = (id: string, over: Partial<Migration> = {}): Migration => ({
  id,
  description: `make ${id}`,
  up: [`CREATE TABLE t${id} (a)`],
  down: [`DROP TABLE t${id}`],
  ...over,
})
const constraint = new DriverError({ reason: 'constraint', outcome: 'not-applied', message: 'UNIQUE constraint failed' })
const busy = new DriverError({ reason: 'lock-timeout', outcome: 'not-applied', message: 'database is locked' })
const lost = new DriverError({ reason: 'connection', outcome: 'unknown', message: 'socket hang up' })
const isReceipt = (text: string, id: string): boolean =>
  text.startsWith('INSERT INTO "main"."migrations" (id, description') && text.includes(`VALUES ('${id}'`)

/** Answers reads of the history with one after the other, the last one for ever. */
function histories(...rows: readonly Answer[]): (text: string) => Answer {
  let next = 0
  return (text) => (isHistoryRead(text) ? rows[Math.min(next++, rows.length - 1)] : undefined)
}

describe('round trips', () => {
  it('is one query when there is nothing to do', async () => {
    const driver = scriptedDriver({ answer: histories(historyRows('1', '2')) })
    const migrator = new Migrator(driver)
    migrator.addMigrations([migration('1'), migration('2')])
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date', roundTrips: 1 })
    expect(driver.sent).toEqual(['OPEN read', expect.stringContaining(' AS steps'), 'CLOSE'])
  })

  it('is one block for each migration, receipt first', async () => {
    const driver = scriptedDriver({ answer: histories(historyRows()) })
    const migrator = new Migrator(driver)
    migrator.addMigrations([migration('1'), migration('2')])
    const report = await migrator.up()
    expect(report).toMatchObject({
      outcome: 'migrated',
      // The history, whether anything is there, and a block each.
      roundTrips: 4,
      steps: [
        { id: '1', roundTrips: 1, transaction: 'committed' },
        { id: '2', roundTrips: 1 },
      ],
    })
    const blocks = driver.sent.slice(driver.sent.indexOf('OPEN write') + 1)
    expect(
      blocks.map((text) => (isReceipt(text, '1') ? 'receipt 1' : isReceipt(text, '2') ? 'receipt 2' : (text.split(' ')[0] ?? ''))),
    ).toEqual(['BLOCK', 'receipt 1', 'CREATE', 'UPDATE', 'BLOCK', 'receipt 2', 'CREATE', 'UPDATE', 'CLOSE'])
  })

  it('is one block for the whole run when the run commits as one', async () => {
    const driver = scriptedDriver({ answer: histories(historyRows()) })
    const migrator = new Migrator(driver, { commit: 'per-run' })
    migrator.addMigrations([migration('1'), migration('2'), migration('3')])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', roundTrips: 3 })
    expect(driver.sent.filter((text) => text === 'BLOCK')).toHaveLength(1)
  })
})

describe('names that are taken', () => {
  const taken = (text: string): Answer =>
    text.endsWith(' AS n0') ? [{ n0: 'present' }] : text.includes(' AS is_empty') ? [{ is_empty: 0 }] : undefined

  it('are a rival’s where the catalogue has a history that is not to be seen yet', async () => {
    const read = histories(undefined, undefined, undefined, undefined, historyRows('1'))
    const driver = scriptedDriver({
      answer: (text) => (text.endsWith(' AS made') ? [{ made: 'present' }] : (taken(text) ?? read(text))),
    })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
  })

  it('stop a line that is new here, before anything is written', async () => {
    const driver = scriptedDriver({ answer: (text) => (isHistoryRead(text) ? historyRows() : taken(text)) })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'NAME_TAKEN', id: '1' }] })
    expect(driver.sent).not.toContain('OPEN write')
  })

  it.each([
    ['meanwhile', [historyRows(), historyRows('1')]],
    ['while the history was read again', [historyRows(), historyRows(), historyRows('1')]],
  ])('are looked at again where a rival has recorded %s that he took them', async (_, answers) => {
    const read = histories(...answers)
    const driver = scriptedDriver({ answer: (text) => read(text) ?? taken(text) })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
  })

  it('are not asked about where the line has something applied, nor where the database is empty', async () => {
    for (const [applied, empty] of [
      [['1'], 0],
      [[], 1],
    ] as const) {
      const driver = scriptedDriver({
        answer: (text) =>
          isHistoryRead(text) ? historyRows(...applied) : text.includes(' AS is_empty') ? [{ is_empty: empty }] : undefined,
      })
      const migrator = new Migrator(driver)
      migrator.addMigrations([migration('1'), migration('2')])
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect(driver.sent.filter((text) => text.endsWith(' AS n0'))).toEqual([])
    }
  })
})

describe('a database without a history', () => {
  const short = (text: string): string => (isReceipt(text, '1') ? 'receipt 1' : text.split(' ').slice(0, 2).join(' '))
  const since = (sent: readonly string[]): readonly string[] => sent.slice(sent.indexOf('OPEN write') + 1).map(short)
  const TABLES = ['CREATE TABLE', 'CREATE TABLE', 'CREATE TABLE', 'INSERT INTO']

  it('gets its tables in the transaction of the first migration, so that a failure leaves neither', async () => {
    const driver = scriptedDriver()
    const migrator = new Migrator(driver)
    migrator.addMigrations([migration('1')])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', roundTrips: 3 })
    expect(since(driver.sent)).toEqual(['BLOCK', ...TABLES, 'receipt 1', 'CREATE TABLE', 'UPDATE "main"."migrations"', 'CLOSE'])
  })

  it('gets them in an interactive transaction too, where the first migration is code', async () => {
    const driver = scriptedDriver()
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1', { up: code('1', async ({ sql }) => void (await sql.run('SELECT 1'))) }))
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(since(driver.sent)).toEqual(['BEGIN', ...TABLES, 'receipt 1', 'SELECT 1', 'UPDATE "main"."migrations"', 'COMMIT', 'CLOSE'])
  })

  it.each([
    ['durable steps are recorded before the migration is done', {}, { up: steps('1', async () => {}) }],
    ['a table cannot be taken back', { ddl: 'autocommit', batch: 'ordered' } as const, {}],
  ])('gets them first where %s', async (_why, capabilities, over) => {
    const driver = scriptedDriver({ capabilities })
    const migrator = new Migrator(driver, { waitMs: 0 })
    migrator.addMigration(migration('1', over))
    await migrator.up()
    const sent = since(driver.sent).filter((text) => text !== 'BLOCK')
    expect(sent.slice(0, TABLES.length)).toEqual(TABLES)
    expect(sent[TABLES.length]).not.toBe('receipt 1')
  })

  it('may be given them by one rival and its first receipt by another', async () => {
    const read = histories(undefined, historyRows(), historyRows('1'))
    let [tables, receipts] = [0, 0]
    const driver = scriptedDriver({
      answer: (text) => {
        if (text.startsWith('CREATE TABLE IF NOT EXISTS "main"."migrations"') && tables++ === 0) return constraint
        if (isReceipt(text, '1') && receipts++ === 0) return constraint
        return read(text)
      },
    })
    const migrator = new Migrator(driver)
    migrator.addMigrations([migration('1'), migration('2')])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '2' }] })
  })

  // On PostgreSQL a rival's tables are in the way for a moment in which they are not to be seen yet.
  const refusedFor = (times: number): Migrator => {
    let tables = 0
    const driver = scriptedDriver({
      answer: (text) =>
        text.startsWith('CREATE TABLE IF NOT EXISTS "main"."migrations"') && tables++ < times ? constraint : histories(undefined)(text),
    })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    return migrator
  }

  it('may be refused them for a while', async () => {
    expect(await refusedFor(7).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })
    await expect(refusedFor(7).initialize()).resolves.toBeUndefined()
  })

  it('gives up on tables that nobody has made, and says how often it tried', async () => {
    const message = `The tables of migration '1' were refused 8 times although nobody else had made them. Nothing of this migration was kept.`
    const during = 'making the tables of the history'
    expect(await refusedFor(8).up()).toMatchObject({ outcome: 'failed', error: { message, details: { reason: 'constraint', during } } })
    await expect(refusedFor(8).initialize()).rejects.toMatchObject({ code: 'DATABASE', details: { reason: 'constraint' } })
  })
})

describe('what holds is told', () => {
  const twoWays = (answer: (text: string) => Answer): Migrator => {
    const driver = scriptedDriver({ answer: (text) => answer(text) ?? (isHistoryRead(text) ? read(text) : undefined) })
    const migrator = new Migrator(driver, { waitMs: 5_000 })
    migrator.addMigrations([migration('1'), migration('2', { up: steps('1', async () => {}) })])
    return migrator
  }
  let read = histories()

  it('although somebody else has the database right after it', async () => {
    read = histories(historyRows(), historyRows('1'))
    let asked = 0
    const migrator = twoWays((text) => (text.startsWith('SELECT n, name') && asked++ === 0 ? busy : undefined))
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
    expect(asked).toBeGreaterThan(1)
  })

  it('although the connection breaks right after it', async () => {
    read = histories(historyRows())
    const migrator = twoWays((text) => (text.startsWith('SELECT n, name') ? lost : undefined))
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      done: [{ id: '1', transaction: 'committed' }],
      left: ['2'],
      error: { code: 'DATABASE' },
    })
  })
})

describe('rivals', () => {
  it('reads again and goes on when somebody else wrote to the history first', async () => {
    let refused = false
    const read = histories(historyRows(), historyRows('1'))
    const driver = scriptedDriver({
      answer: (text) => {
        if (isReceipt(text, '1') && !refused) {
          refused = true
          return constraint
        }
        return read(text)
      },
    })
    const events: MigrateEvent['type'][] = []
    const migrator = new Migrator(driver, { observer: ({ type }) => events.push(type) })
    migrator.addMigrations([migration('1'), migration('2')])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '2' }] })
    expect(events).toContain('run.overtaken')
  })

  it('does not go further than it was sent because somebody else did its work', async () => {
    let refused = false
    const read = histories(historyRows(), historyRows('1'))
    const driver = scriptedDriver({
      answer: (text) => {
        if (!isReceipt(text, '1') || refused) return read(text)
        refused = true
        return constraint
      },
    })
    const migrator = new Migrator(driver)
    migrator.addMigrations([migration('1'), migration('2')])
    expect(await migrator.up({ steps: 1 })).toMatchObject({ outcome: 'up-to-date' })
  })

  it('gives up on a receipt that is refused although nobody wrote it', async () => {
    const driver = scriptedDriver({ answer: (text) => (isReceipt(text, '1') ? constraint : histories(historyRows())(text)) })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error: { code: 'DATABASE', details: { reason: 'constraint' } } })
  })

  it('waits for a turn and then says for how long it did', async () => {
    // The clock stands still but where the run waits: how long the machine takes for everything else is nobody's wait.
    let now = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
    onTestFinished(() => clock.mockRestore())
    let tries = 0
    const driver = scriptedDriver({ answer: (text) => (isReceipt(text, '1') && tries++ < 9 ? busy : histories(historyRows())(text)) })
    const waited: number[] = []
    const observer = (event: MigrateEvent): void => {
      if (event.type !== 'turn.waiting') return
      waited.push(event.waitedMs)
      now += 20
    }
    const migrator = new Migrator(driver, { waitMs: 30, observer })
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      error: {
        code: 'TURN_TIMEOUT',
        retryable: true,
        details: { waitedMs: 40 },
        message: expect.stringContaining('within 40 ms') as string,
      },
    })
    expect(waited).toEqual([0, 20])
  })
})

describe('a lost answer', () => {
  const losing = (
    afterwards: Answer,
    run: (id: string) => string,
  ): { readonly driver: ReturnType<typeof scriptedDriver>; readonly migrator: Migrator } => {
    let reads = 0
    let ours = ''
    let gone = false
    const driver = scriptedDriver({
      answer: (text) => {
        if (isReceipt(text, '1')) {
          ours = /'([0-9a-f-]{36})', 0\)$/.exec(text)?.[1] ?? ''
          if (gone) return undefined
          gone = true
          return lost
        }
        if (!isHistoryRead(text)) return undefined
        if (reads++ === 0) return historyRows()
        return Array.isArray(afterwards) ? historyRows(...afterwards.map((row) => ({ ...(row as object), run: run(ours) }))) : afterwards
      },
    })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    return { driver, migrator }
  }

  it('counts as committed when our receipt is there', async () => {
    const { migrator } = losing([{ id: '1' }], (ours) => ours)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1', transaction: 'committed' }] })
  })

  it('counts as rolled back when it is not, and is not tried again blindly', async () => {
    const { driver, migrator } = losing([], (ours) => ours)
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'rolled back' },
      error: { code: 'DATABASE', details: { reason: 'connection' }, retryable: true },
    })
    expect(driver.sent.filter((text) => text === 'BLOCK')).toHaveLength(1)
  })

  it('is not mistaken for ours when somebody else wrote the receipt', async () => {
    const { migrator } = losing([{ id: '1' }], () => 'somebody else')
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { transaction: 'rolled back' } })
  })

  it('is waited for as well where it may be making the tables: a receipt alone would not meet it', async () => {
    const noTable = new DriverError({ reason: 'missing-object', outcome: 'not-applied', message: 'no such table: migrations' })
    let [sent, made] = [0, 0]
    const driver = scriptedDriver({
      answer: (text) => {
        if (text.startsWith('CREATE TABLE IF NOT EXISTS "main"."migrations"')) made++
        if (!isReceipt(text, '1')) return undefined
        return sent++ === 0 ? lost : made === 1 ? noTable : constraint
      },
    })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { transaction: 'rolled back' } })
    expect({ sent, made }).toEqual({ sent: 3, made: 2 })
    expect(driver.sent).not.toContain('COMMIT')
  })

  it('is unknown when the database cannot be asked', async () => {
    const { migrator } = losing(lost, (ours) => ours)
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { transaction: 'unknown' },
      error: { code: 'COMMIT_UNKNOWN', details: { id: '1' } },
    })
  })
})

describe('a failure', () => {
  const broken = new DriverError({ reason: 'missing-object', outcome: 'not-applied', message: 'no such table: nowhere' })
  const failing = (): Migrator => {
    const driver = scriptedDriver({ answer: (text) => (text.startsWith('INSERT INTO nowhere') ? broken : histories(historyRows())(text)) })
    const migrator = new Migrator(driver)
    migrator.addMigrations([
      migration('1'),
      migration('2', { up: ['CREATE TABLE x (a);\n  INSERT INTO nowhere VALUES (1)'] }),
      migration('3'),
    ])
    return migrator
  }

  it('says where it was, what holds, what was undone and what is left', async () => {
    expect(await failing().up()).toMatchObject({
      outcome: 'failed',
      done: [{ id: '1', transaction: 'committed' }],
      failed: { id: '2', transaction: 'rolled back' },
      left: ['3'],
      error: {
        code: 'MIGRATION_FAILED',
        message: "Migration '2' failed in statement 2 of 2: no such table: nowhere. It was rolled back.",
        details: { id: '2', reason: 'missing-object', statement: 1, place: { line: 2, column: 3 } },
      },
    })
  })

  it('points into the statement where it is from a file and the database said where', async () => {
    const text = '-- a comment\n  SELECT a,\n    nonsense FROM t;'
    const driver = scriptedDriver({
      answer: (sent) =>
        sent.startsWith('SELECT a')
          ? new DriverError({ reason: 'syntax', outcome: 'not-applied', message: 'no such column', position: sent.indexOf('nonsense') })
          : histories(historyRows())(sent),
    })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1', { up: [{ text, file: 'm/1.sql', line: 10 }] }))
    expect(await migrator.up()).toMatchObject({
      error: {
        message: "Migration '1' failed at m/1.sql:12:5: no such column. It was rolled back.",
        details: { place: { line: 12, column: 5 } },
      },
    })
  })

  it('is the last result of migrate(), in the database own words', async () => {
    expect(await failing().migrate()).toMatchObject([
      { migration: { id: '1' }, success: true },
      { migration: { id: '2' }, success: false, error: 'no such table: nowhere', transaction: 'rolled back' },
    ])
  })

  it('may be found at the commit, where no statement is to blame', async () => {
    const dangling = new DriverError({
      reason: 'constraint',
      outcome: 'not-applied',
      message: 'FOREIGN KEY constraint failed',
      // A receipt, the statement, the receipt's end.
      at: { block: 0, statement: 3 },
    })
    const driver = scriptedDriver({ answer: histories(historyRows()), commit: () => dangling })
    const migrator = new Migrator(driver)
    migrator.addMigrations([migration('1')])
    const report = await migrator.up()
    expect(report).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'rolled back' },
      error: { code: 'MIGRATION_FAILED', details: { reason: 'constraint', statement: undefined } },
    })
  })

  it('undoes the whole run when the run commits as one', async () => {
    const driver = scriptedDriver({ answer: (text) => (text.startsWith('INSERT INTO nowhere') ? broken : histories(historyRows())(text)) })
    const migrator = new Migrator(driver, { commit: 'per-run' })
    migrator.addMigrations([migration('1'), migration('2', { up: ['INSERT INTO nowhere VALUES (1)'] }), migration('3')])
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', done: [], undone: ['1'], failed: { id: '2' }, left: ['3'] })
  })
})

describe('code', () => {
  it('cannot end the transaction that its receipt is in', async () => {
    const driver = scriptedDriver({ answer: histories(historyRows()) })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1', { up: code('1', async ({ sql }) => void (await sql.run('COMMIT'))) }))
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { transaction: 'rolled back' } })
    expect(driver.sent).not.toContain('COMMIT')
  })

  it.each([
    ['rename the new table to the old name', ['CREATE TABLE b (x)', 'DROP TABLE a', 'ALTER TABLE b RENAME TO a']],
    ['rename the old one first', ['ALTER TABLE a RENAME TO b', 'ALTER TABLE c RENAME TO a', 'DROP TABLE a']],
    ['make it again and fill it', ['DROP TABLE a', 'INSERT INTO z VALUES (1)', 'CREATE TABLE a (x)', 'INSERT INTO a SELECT x FROM b']],
  ])('cannot rebuild a table while foreign keys are in force: %s', async (_, statements) => {
    const run = async (foreignKeys: 'enforced' | 'suspended'): Promise<readonly [string, readonly string[]]> => {
      const driver = scriptedDriver({ answer: histories(historyRows()) })
      const up = code('1', async ({ sql }) => {
        for (const text of statements) await sql.run(text)
      })
      const migrator = new Migrator(driver)
      migrator.addMigration(migration('1', { foreignKeys, up }))
      const report = await migrator.up()
      return [report.outcome === 'failed' ? report.error.message : report.outcome, driver.sent.filter((text) => statements.includes(text))]
    }
    expect(await run('enforced')).toEqual([expect.stringMatching(/REBUILD_UNSAFE.* foreignKeys: 'suspended'/), statements.slice(0, -1)])
    expect(await run('suspended')).toEqual(['migrated', statements])
  })

  it('is not run where the driver does not suspend foreign keys', async () => {
    const answer = histories(historyRows())
    const driver = scriptedDriver({
      answer: (text) => (text === sqlite.rebuild?.enforced ? [{ foreign_keys: 1 }] : answer(text)),
    })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1', { foreignKeys: 'suspended', up: code('1', async ({ sql }) => void (await sql.run('SELECT 9'))) }))
    const report = await migrator.up()
    expect(report.outcome === 'failed' && report.error.message).toMatch(/scripted did not suspend foreign keys, and nothing was run/)
    expect(driver.sent).not.toContain('SELECT 9')
    expect(driver.sent.at(-2)).toBe('ROLLBACK')
  })

  it("is given the client's own handle, where the driver has one", async () => {
    const handle = { client: 'own' }
    for (const native of [handle, undefined]) {
      const driver = scriptedDriver({ answer: histories(historyRows()) })
      const withNative = {
        ...driver,
        open: async (purpose: Purpose) => {
          const session = await driver.open(purpose)
          return { ...session, begin: async () => ({ ...(await session.begin()), ...(native === undefined ? {} : { native }) }) }
        },
      }
      const seen: unknown[] = []
      for (const up of [
        code('1', async (context) => void seen.push(context.native)),
        steps('1', ({ step }) => step('only', async (context) => void seen.push(context.native))),
      ]) {
        const migrator = new Migrator(withNative)
        migrator.addMigration(migration('1', { up }))
        expect((await migrator.up()).outcome).toBe('migrated')
      }
      expect(seen).toEqual([native, native])
    }
  })

  it('is not run a second time where the next connection does not see that it was', async () => {
    let runs = 0
    const driver = scriptedDriver({ answer: histories(historyRows()) })
    const migrator = new Migrator(driver)
    migrator.addMigrations([migration('1', { up: code('1', async () => void runs++) }), migration('2')])
    const report = await migrator.up()
    expect(report).toMatchObject({ outcome: 'failed', done: [{ id: '1' }], left: ['2'], error: { code: 'DATABASE' } })
    expect(runs).toBe(1)
  })

  it('cannot reach the database after it has ended', async () => {
    let late: Promise<unknown> = Promise.resolve()
    let start = (): void => {}
    const driver = scriptedDriver({ answer: histories(historyRows()) })
    const migrator = new Migrator(driver)
    migrator.addMigration(
      migration('1', {
        up: code('1', async ({ sql }) => {
          late = new Promise<void>((resolve) => {
            start = resolve
          }).then(() => sql.run('SELECT 1'))
        }),
      }),
    )
    await migrator.up()
    start()
    await expect(late).rejects.toThrow('Is an await missing?')
  })

  it('continues after the steps that are recorded, with what they returned', async () => {
    const ran: string[] = []
    const driver = scriptedDriver({
      answer: (text) =>
        text.startsWith('SELECT n, name')
          ? [{ n: 0, name: 'first', checksum: 'r1', state: 'done', result: '7' }]
          : histories(historyRows())(text),
    })
    const migrator = new Migrator(driver)
    migrator.addMigration(
      migration('1', {
        up: steps('r1', async ({ step }) => {
          const first = await step('first', async () => ran.push('first'))
          await step('second', async () => void ran.push(`second after ${first}`))
        }),
      }),
    )
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(ran).toEqual(['second after 7'])
  })
})

describe('interruption', () => {
  it('ends after the block that is running and says what is left', async () => {
    const controller = new AbortController()
    const driver = scriptedDriver({ answer: histories(historyRows()) })
    const migrator = new Migrator(driver, { observer: ({ type }) => type === 'step.done' && controller.abort() })
    migrator.addMigrations([migration('1'), migration('2'), migration('3')])
    expect(await migrator.up({ to: 'latest' }, { signal: controller.signal })).toMatchObject({
      outcome: 'failed',
      done: [{ id: '1' }],
      left: ['2', '3'],
      error: { code: 'ABORTED' },
    })
    expect(driver.sent.at(-1)).toBe('CLOSE')
  })
})

describe('the history', () => {
  const missing = new DriverError({ reason: 'missing-object', outcome: 'not-applied', message: 'no such table' })
  const columns =
    (...names: readonly string[]): ((text: string) => Answer) =>
    (text) =>
      isHistoryRead(text) ? missing : text.includes('pragma_table_info') ? names.map((name) => ({ part: 'history', name })) : undefined

  it('is made in the block of the first migration', async () => {
    const driver = scriptedDriver({ answer: columns() })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(driver.sent.filter((text) => text.startsWith('CREATE TABLE IF NOT EXISTS "main"."migrations'))).toHaveLength(3)
    expect(driver.sent.filter((text) => text === 'BLOCK')).toHaveLength(1)
  })

  it('may be made by somebody else between two looks', async () => {
    let reads = 0
    const driver = scriptedDriver({
      answer: (text) => {
        if (isHistoryRead(text)) return reads++ === 0 ? missing : historyRows('1')
        return text.includes('pragma_table_info') ? HISTORY_COLUMNS.map((name) => ({ part: 'history', name })) : undefined
      },
    })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    expect(await migrator.status()).toMatchObject({ migrations: [{ id: '1', state: 'applied' }] })
  })

  it('says so when a table beside it is gone, and puts it back before it writes', async () => {
    let made = false
    const driver = scriptedDriver({
      answer: (text) => {
        if (text.startsWith('CREATE TABLE')) made = true
        if (isHistoryRead(text)) return made ? historyRows('1') : missing
        return text.includes('pragma_table_info') ? HISTORY_COLUMNS.map((name) => ({ part: 'history', name })) : undefined
      },
    })
    const migrator = new Migrator(driver)
    migrator.addMigrations([migration('1'), migration('2')])
    await expect(migrator.status()).rejects.toMatchObject({
      code: 'DATABASE',
      message: expect.stringContaining("'migrations_lease'") as string,
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '2' }] })
  })

  it('is refused when another tool made the table, by name', async () => {
    const migrator = new Migrator(scriptedDriver({ answer: columns('id', 'timestamp', 'name') }))
    migrator.addMigration(migration('1'))
    await expect(migrator.initialize()).rejects.toMatchObject({ code: 'JOURNAL_FOREIGN', details: { tool: 'TypeORM' } })
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error: { code: 'JOURNAL_FOREIGN' } })
  })

  it('is refused for writing and read when a newer version wrote it', async () => {
    const newer = historyRows('1').map((row) => ({ ...row, layout: 2 }))
    const migrator = new Migrator(scriptedDriver({ answer: histories(newer) }))
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      error: { code: 'JOURNAL_TOO_NEW', details: { found: 2, supported: 1 } },
    })
    expect(await migrator.status()).toMatchObject({ migrations: [{ id: '1', state: 'applied' }] })
  })

  it('is not written by a dry run, a plan, a status or a validation', async () => {
    const driver = scriptedDriver({ answer: columns() })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    await migrator.migrate({ dryRun: true })
    await migrator.plan('up')
    await migrator.status()
    await migrator.validateMigrations()
    expect(driver.sent.filter((text) => /^(CREATE|INSERT|UPDATE|DELETE|DROP)/.test(text))).toEqual([])
  })
})

describe('misuse', () => {
  const migrator = (): Migrator => new Migrator(scriptedDriver())
  it.each<readonly [string, unknown, RegExp]>([
    ['no id', migration(''), /no id/],
    ['no description', migration('1', { description: ' ' }), /'1' has no description/],
    ['an empty up', migration('1', { up: [] }), /'1' has an empty 'up'/],
    ['an up of blanks', migration('1', { up: [' ', '\n'] }), /'1' has an empty 'up'/],
    ['nothing', null, /not a migration/],
    [
      'an up that is a text',
      { id: '1', description: 'd', up: 'CREATE TABLE a (b)' },
      /'1' cannot be used: its `up` is a text; write a list/,
    ],
    ['an up with a number in it', { id: '1', description: 'd', up: [1] }, /'1' cannot be used: its `up` is a list with something else/],
    ['an up that is a number', { id: '1', description: 'd', up: 1 }, /'1' cannot be used: its `up` is not a script/],
    [
      'a variant that is a text',
      { id: '1', description: 'd', up: { sqlite: 'SELECT 1' } },
      /'1' cannot be used: its `up\.sqlite` is not a list/,
    ],
    [
      'a down that is a text',
      { id: '1', description: 'd', up: ['SELECT 1'], down: 'SELECT 1' },
      /'1' cannot be used: its `down` is a text/,
    ],
    ['an empty variant', migration('1', { up: { sqlite: [] } }), /'1' has an empty 'up'/],
    ['an empty down', migration('1', { down: [] }), /'1' has an empty 'down'/],
    ['code without a revision', migration('1', { up: code('', async () => {}) }), /'1'.* no revision/],
    [
      'a revision that no key has room for',
      migration('1', { down: code('r'.repeat(183), async () => {}) }),
      /'1'.* 183 characters; 182 is the most/,
    ],
    ['a revision with a NUL', migration('1', { up: code('a\0', async () => {}) }), /'1'.*revision of 'up' has a NUL/],
    ['a description with a NUL', migration('1', { description: 'a\0' }), /description of migration '1' has a NUL/],
    ['a target as an id', migration('latest'), /'latest' cannot be an id/],
    ['a check of a rebuild', migration('1', { check: 'SELECT 1', foreignKeys: 'suspended' }), /'1' has a 'check'/],
  ])('%s', (_, bad, message) => {
    expect(() => migrator().addMigration(bad as Migration)).toThrow(message)
  })

  it.each<readonly [string, object, RegExp]>([
    ['an up that is a text', { up: 'SELECT 1' }, /its `up` is a text; write a list of texts/],
    ['an up that is null', { up: null }, /'1' cannot be used: its `up` is not a script/],
    ['no up', { up: undefined }, /'1' has no 'up'/],
    ['an up that is a function', { up: () => {} }, /its `up` is a function; write/],
    ['an up of numbers', { up: [5] }, /its `up` is a list with something else than SQL in it/],
    ['a text for one engine', { up: { sqlite: 'SELECT 1' } }, /its `up.sqlite` is not a list of SQL texts/],
    ['an engine that nobody knows', { up: { sqllite: ['SELECT 1'] } }, /its `up.sqllite` is for no engine; did you mean 'sqlite'\?/],
    ['code without a function', { up: { kind: 'code', revision: '1' } }, /its `up` has no revision or no function to run/],
    ['a script of a kind that nobody knows', { up: { kind: 'sql', run: () => {} } }, /its `up` has no revision or no function/],
    ['a down that is a text', { down: 'SELECT 1' }, /its `down` is a text/],
    ['a down that is null', { down: null }, /its `down` is not a script/],
    ['transaction: true', { transaction: true }, /its `transaction` is neither 'auto' nor 'forbidden'/],
    ["transaction: 'none'", { transaction: 'none' }, /its `transaction` is neither/],
    ["foreignKeys: 'off'", { foreignKeys: 'off' }, /its `foreignKeys` is neither 'enforced' nor 'suspended'/],
    ['a check that is a number', { check: 5 }, /its `check` is not a query/],
    ['a check without a text', { check: ' ' }, /its `check` is not a query/],
    ['a check of numbers', { check: { sqlite: 5 } }, /its `check.sqlite` is not a query/],
    ['a description that is a number', { description: 5 }, /'1' has no description/],
    ['an id that is a number', { id: 1 }, /no id/],
  ])('of JavaScript: %s', (_, over, message) => {
    let thrown: unknown
    try {
      migrator().addMigration({ ...migration('1'), ...over })
    } catch (error) {
      thrown = error
    }
    expect(isMigrateError(thrown, 'INVALID') && thrown.message).toMatch(message)
  })

  it.each<readonly [string, unknown]>([
    ['null', null],
    ['a text', '001'],
    ['undefined', undefined],
  ])('of JavaScript: a migration, or a list of them, that is %s', (_, given) => {
    const invalid = expect.objectContaining({ code: 'INVALID' }) as Error
    expect(() => migrator().addMigration(given as Migration)).toThrow(invalid)
    expect(() => migrator().addMigrations(given as Migration[])).toThrow(invalid)
    expect(() => new Migrator(scriptedDriver(), { name: 'x', migrations: given as Migration[] })).toThrow(invalid)
  })

  it.each<readonly [string, unknown]>([
    ['a text', '1'],
    ['null', null],
    ['nothing in it', {}],
    ['an id that is a number', { to: 1 }],
    ['two ends', { to: '1', steps: 1 }],
    ['a migration', migration('1')],
  ])('of JavaScript: a target that is %s is refused before anything is asked', async (_, given) => {
    const driver = scriptedDriver()
    const one = new Migrator(driver)
    one.addMigration(migration('1'))
    const target = given as { readonly steps: number }
    for (const verb of [() => one.up(target), () => one.down(target), () => one.baseline(target), () => one.rehearse('up', target)])
      await expect(verb()).rejects.toMatchObject({ code: 'INVALID', details: { subject: 'target' } })
    expect(driver.sent).toEqual([])
    await expect(one.plan('down', target)).rejects.toMatchObject({ code: 'INVALID', details: { subject: 'target' } })
  })

  it('a target has one end, which the compiler knows', () => {
    // @ts-expect-error two ends
    const two: Target = { to: '1', steps: 1 }
    // @ts-expect-error no end
    const none: Target = {}
    for (const target of [two, none]) expect(() => checkTarget(target)).toThrow(expect.objectContaining({ code: 'INVALID' }))
  })

  it('of JavaScript: down without a target', async () => {
    const down = migrator().down.bind(migrator()) as () => Promise<unknown>
    await expect(down()).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('No target was given') as string })
  })

  it.each<readonly [string, object]>([
    ['table', { table: null }],
    ['table', { table: 5 }],
    ['line', { line: 7n }],
    ['schema', { schema: null }],
    ['waitMs', { waitMs: '5' }],
    ['order', { order: 'none' }],
    ['otherHistory', { otherHistory: true }],
    ['requires', { requires: 'agents' }],
    ['observer', { observer: {} }],
  ])('of JavaScript: the option %s, number %# of these', (option, options) => {
    const invalid = expect.objectContaining({ code: 'INVALID', details: { subject: option, id: undefined } }) as Error
    expect(() => new Migrator(scriptedDriver({ dialect: postgres }), options)).toThrow(invalid)
  })

  it('an option that is undefined is the default', async () => {
    const names = ['line', 'requires', 'table', 'schema', 'order', 'missingVariant', 'otherHistory', 'commit', 'waitMs', 'leaseMs']
    const undefineds = Object.fromEntries([...names, 'predecessor', 'observer'].map((name) => [name, undefined]))
    const one = new Migrator(scriptedDriver({ answer: histories(historyRows('1')) }), undefineds)
    one.addMigration(migration('1'))
    expect(await one.status()).toMatchObject({ line: 'app', migrations: [{ id: '1', state: 'applied' }] })
  })

  it('names a duplicate id and keeps those that were added before', async () => {
    const one = migrator()
    expect(() => one.addMigrations([migration('1'), migration('2'), migration('1')])).toThrow("Migration with id '1' already exists")
    expect(await one.plan('up')).toMatchObject({ plan: { steps: [{ id: '1' }, { id: '2' }] } })
  })

  it('is thrown as BLOCKED by migrate() and told in a report by up()', async () => {
    const one = new Migrator(scriptedDriver({ answer: histories(historyRows('1', '9')) }))
    one.addMigration(migration('1'))
    const thrown = await one.migrate().catch((error: unknown) => error)
    expect(isMigrateError(thrown, 'BLOCKED') && thrown.details.problems).toMatchObject([{ code: 'UNKNOWN_APPLIED', id: '9' }])
    expect(await one.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'UNKNOWN_APPLIED' }] })
  })

  it('of an option names the option', () => {
    expect(() => new Migrator(scriptedDriver(), { waitMs: -1 })).toThrow("The option 'waitMs' cannot be -1.")
    const untyped = { requires: 'app', line: 5 } as unknown as { readonly requires: string[]; readonly line: string }
    expect(() => new Migrator(scriptedDriver(), { requires: untyped.requires })).toThrow(`The option 'requires' cannot be "app".`)
    expect(() => new Migrator(scriptedDriver(), { line: untyped.line })).toThrow("The option 'line' cannot be 5.")
    expect(() => new Migrator(scriptedDriver(), { schema: 'ops' })).toThrow("The option 'schema' cannot be used on sqlite")
    expect(() => new Migrator(scriptedDriver({ dialect: postgres }), { schema: ' ' })).toThrow('The option \'schema\' cannot be " ".')
  })

  it.each<readonly [string, string, (migrator: Migrator) => Promise<unknown>]>([
    ["plan('sideways')", 'direction', (one) => one.plan('sideways' as 'up', { to: '1' })],
    ["plan('sideways') without a target", 'direction', (one) => one.plan('sideways' as 'up')],
    ['plan() without a direction', 'direction', (one) => one.plan(undefined as unknown as 'up')],
    ["rehearse('sideways')", 'direction', (one) => one.rehearse('sideways' as 'up')],
    ["plan with effect 'note'", 'effect', (one) => one.plan('up', { to: 'latest' }, { effect: 'note' as 'record' })],
    ["rehearse where 'there'", 'where', (one) => one.rehearse('up', { to: 'latest' }, { where: 'there' as 'copy' })],
    ['rehearse where null', 'where', (one) => one.rehearse('up', { to: 'latest' }, { where: null as unknown as 'copy' })],
    ["resolve with 'took effect'", 'verdict', (one) => one.resolve('1', 0, 'took effect' as 'took-effect')],
  ])('a word that is none of those that there are: %s', async (_, subject, work) => {
    const driver = scriptedDriver()
    const one = new Migrator(driver)
    one.addMigration(migration('1', { down: ['SELECT 1'] }))
    await expect(work(one)).rejects.toMatchObject({ code: 'INVALID', details: { subject } })
  })
})

describe('a run that has nothing to write', () => {
  it.each<readonly [string, readonly Migration[], Answer]>([
    ['because everything is applied', [migration('1')], historyRows('1')],
    ['because it is refused', [migration('1', { up: ['VACUUM'] })], historyRows()],
    ['because the code lacks a migration', [], historyRows('1')],
  ])('never opens the database for writing: %s', async (_, migrations, rows) => {
    const driver = scriptedDriver({ answer: histories(rows) })
    const migrator = new Migrator(driver)
    migrator.addMigrations(migrations)
    await migrator.up()
    expect(driver.sent).not.toContain('OPEN write')
  })
})

describe('a reviewed plan', () => {
  it('runs, and any other is refused', async () => {
    const driver = scriptedDriver({ answer: histories(historyRows()) })
    const migrator = new Migrator(driver)
    migrator.addMigration(migration('1'))
    const planning = await migrator.plan('up')
    const hash = planning.ok ? planning.plan.hash : ''
    expect(await migrator.up({ to: 'latest' }, { plan: 'another' })).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'PLAN_CHANGED', found: hash }],
    })
    expect(await migrator.up({ to: 'latest' }, { plan: hash })).toMatchObject({ outcome: 'migrated' })
  })
})

describe('observers', () => {
  it('are told through diagnostics channels too, with a trace around each run', async () => {
    const heard: string[] = []
    const listen = (message: unknown): void => void heard.push((message as MigrateMessage).event.type)
    const trace = (stage: string) => (message: unknown) => void heard.push(`${stage} ${(message as ObservedRun).line}`)
    const tracing = tracingChannel(CHANNEL)
    const subscribers = {
      start: trace('start'),
      end: trace('end'),
      asyncStart: trace('asyncStart'),
      asyncEnd: trace('asyncEnd'),
      error: trace('error'),
    }
    subscribe(CHANNEL, listen)
    tracing.subscribe(subscribers)
    try {
      const migrator = new Migrator(scriptedDriver({ answer: histories(historyRows()) }))
      migrator.addMigration(migration('1'))
      await migrator.up()
    } finally {
      unsubscribe(CHANNEL, listen)
      tracing.unsubscribe(subscribers)
    }
    expect(heard).toEqual([
      'start app',
      'end app',
      'run.planned',
      'step.started',
      'step.done',
      'asyncStart app',
      'asyncEnd app',
      'run.done',
    ])
  })

  it('hear which run it is, as its receipt says', async () => {
    const driver = scriptedDriver({ answer: histories(historyRows()) })
    const told = new Set<ObservedRun>()
    const heard = new Set<ObservedRun>()
    const listen = (message: unknown): void => void heard.add((message as MigrateMessage).of)
    subscribe(CHANNEL, listen)
    try {
      for (const line of ['one', 'two']) {
        const migrator = new Migrator(driver, { line, observer: (_event, of) => void told.add(of) })
        migrator.addMigration(migration('1'))
        await migrator.up()
      }
    } finally {
      unsubscribe(CHANNEL, listen)
    }
    expect([...told].map(({ line, driver: name }) => [line, name])).toEqual([
      ['one', driver.name],
      ['two', driver.name],
    ])
    expect(heard).toEqual(told)
    const receipts = (run: string) => driver.sent.filter((text) => text.startsWith('INSERT') && text.includes(run))
    expect([...told].map(({ run }) => receipts(run).length)).toEqual([1, 1])
  })

  it('cannot stop a run by throwing', async () => {
    const migrator = new Migrator(scriptedDriver({ answer: histories(historyRows()) }), {
      observer: () => {
        throw new Error('from the observer')
      },
    })
    migrator.addMigration(migration('1'))
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  })
})
