import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { DriverError, mysql, postgres } from '../src/driver.ts'
import type { MigrateEvent } from '../src/model/event.ts'
import { code, type Migration, steps } from '../src/model/migration.ts'
import { compile } from '../src/pure/line/compile.ts'
import { Migrator } from '../src/shell/migrator.ts'
import type { MigratorOptions } from '../src/shell/context/migrator-options.ts'
import { type Answer, historyRows, isHistoryRead, type Script, type ScriptedDriver, scriptedDriver } from './scripted-driver.ts'

const refused = (reason: 'constraint' | 'lock-timeout' | 'deadlock' | 'missing-object'): DriverError =>
  new DriverError({ reason, outcome: 'not-applied', message: `refused: ${reason}` })
const lost = new DriverError({ reason: 'connection', outcome: 'unknown', message: 'socket hang up' })

const first: Migration = {
  id: '1',
  description: 'one',
  up: ['CREATE TABLE a (b INT)', 'INSERT INTO a VALUES (1)', 'INSERT INTO a VALUES (2)'],
}
const second: Migration = { id: '2', description: 'two', up: ['CREATE INDEX i ON a (b)'] }

/** What was sent, in short: `intent 1.0`, `record 1.1`, `close 1.0`, `receipt 1`, and a statement by its first two words. */
function short(text: string): string {
  const [verb = '', , table = ''] = text.split(' ')
  const values = /VALUES \('app', '(\w+)', \d+, (\d+), '', '[^']*', '(\w+)'/.exec(text)
  const key = /id = '(\w+)' AND seq = \d+ AND n = (\d+)/.exec(text)
  if (isHistoryRead(text)) return 'read'
  if (text.endsWith('INTO @godwit_token')) return 'keep token'
  if (text.endsWith(' AS n0')) return 'look at names'
  if (text.startsWith('SELECT quote_ident(')) return 'look for remains'
  if (text.startsWith('SELECT LOWER(table_name)')) return 'look for engines'
  if (values !== null) return `${values[3] === 'open' ? 'intent' : 'record'} ${values[1]}.${values[2]}`
  if (key !== null) return `${verb === 'DELETE' ? 'withdraw' : 'close'} ${key[1]}.${key[2]}`
  if (/migrations\W \(id, description/.test(text)) return `receipt ${/VALUES \('(\w+)'/.exec(text)?.[1]}`
  if (text.startsWith('SELECT line, id, seq, n')) return 'read steps'
  if (text.startsWith('SET @godwit_silence = ')) return 'limit silence'
  if (text.startsWith('SET SESSION wait_timeout = ')) return 'lift limit'
  if (!/migrations_lease/.test(text)) return verb === 'OPEN' || text.indexOf(' ') < 0 ? text : `${verb} ${text.split(' ')[1]}`
  if (verb === 'SELECT') return 'look at lease'
  if (/halted = halted \+ 1/.test(text)) return 'halt'
  if (/expires_at = 0/.test(text)) return 'release'
  if (/owner = /.test(text)) return 'take lease'
  return table === 'SET' && /expires_at/.test(text) ? 'renew' : 'lease row'
}

interface Sent {
  readonly driver: ScriptedDriver
  readonly migrator: Migrator
  readonly events: MigrateEvent[]
  /**
   * Since the lease was taken and the history read again, without the look at names that
   * may follow, and without what ends the run.
   */
  readonly work: () => readonly string[]
  readonly all: () => readonly string[]
}

interface Given extends Omit<Script, 'answer'> {
  readonly answer?: (text: string, shortly: string) => Answer
  readonly migrations?: readonly Migration[]
  readonly options?: MigratorOptions
  readonly observer?: (event: MigrateEvent) => void
}

function sending({ answer, migrations = [first, second], options, observer, ...script }: Given): Sent {
  let owner = ''
  const driver = scriptedDriver({
    dialect: mysql,
    capabilities: { ddl: 'autocommit', batch: 'ordered', writers: 'many' },
    ...script,
    answer: (text) => {
      owner = /owner = '([^']+)'/.exec(text)?.[1] ?? owner
      const given = answer?.(text, short(text))
      if (given !== undefined) return given
      if (isHistoryRead(text)) return historyRows()
      return short(text) === 'look at lease' ? [{ token: 7, owner, session: null, left_ms: 1000 }] : undefined
    },
  })
  const events: MigrateEvent[] = []
  const tell = (event: MigrateEvent): void => {
    events.push(event)
    observer?.(event)
  }
  const migrator = new Migrator(driver, { observer: tell, ...options })
  migrator.addMigrations(migrations)
  const all = (): readonly string[] => driver.sent.map(short)
  return {
    driver,
    migrator,
    events,
    all,
    work: () =>
      all()
        .slice(all().lastIndexOf('read') + 1)
        .filter((text) => text !== 'CLOSE' && text !== 'release' && text !== 'look at names'),
  }
}

describe('on an engine where DDL commits by itself', () => {
  it('several migrations are one message: intent, statement, close for each alone, one transaction for rows, a receipt at the end', async () => {
    const { migrator, work } = sending({})
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1', transaction: 'committed' }, { id: '2' }] })
    expect(work()).toEqual(
      [
        'look for engines',
        'BLOCK; intent 1.0; CREATE TABLE; close 1.0',
        'BLOCK; limit silence; keep token; START TRANSACTION; record 1.1; record 1.2; INSERT INTO; INSERT INTO; COMMIT AND; lift limit',
        'BLOCK; receipt 1',
        'BLOCK; intent 2.0; CREATE INDEX; close 2.0',
        'BLOCK; receipt 2',
      ].flatMap((line) => line.split('; ')),
    )
  })

  it('the lease is taken in two messages, before the history is read again, and given back with its token', async () => {
    const { migrator, all } = sending({})
    await migrator.up()
    const until = ['OPEN read', 'read', 'look at names', 'CLOSE', 'OPEN write', 'BLOCK', 'lease row', 'take lease', 'look at lease']
    expect(all().slice(0, until.length)).toEqual(until)
    expect(all().indexOf('read', 2)).toBeGreaterThan(all().indexOf('look at lease'))
    expect(all().filter((text) => text === 'release')).toHaveLength(1)
  })

  it('every record and receipt is filled from the lease, and what ends something is not stopped by the brake', async () => {
    const { migrator, driver } = sending({})
    await migrator.up()
    const having = (wanted: string): string => driver.sent.find((text) => short(text) === wanted) ?? ''
    const token = "(SELECT token FROM `migrations_lease` WHERE name = 'app' AND token = 7"
    expect(having('intent 1.0')).toContain(`${token} AND halted = 0))`)
    // Outside of the transaction: inside, the lease's row would be locked until it ends.
    expect(having('keep token')).toBe(`SELECT ${token} AND halted = 0) INTO @godwit_token`)
    expect(having('record 1.1')).toContain('NULL, @godwit_token)')
    expect(having('receipt 1')).toContain(`THEN ${token}) END)`)
    expect(having('close 1.0')).toContain("AND EXISTS (SELECT 1 FROM `migrations_lease` WHERE name = 'app' AND token = 7)")
    expect(having('intent 1.0')).toContain("FROM information_schema.tables t WHERE t.table_schema = DATABASE() AND (t.table_name = 'a')")
  })

  it('what follows a transaction looks for its last record, and a receipt for all records', async () => {
    const third: Migration = {
      id: '3',
      description: 'three',
      transaction: 'forbidden',
      up: ['INSERT INTO a VALUES (3)', 'INSERT INTO a VALUES (4)', 'DROP TABLE a'],
    }
    const { migrator, driver } = sending({ migrations: [first, second, third] })
    await migrator.up()
    const having = (wanted: string): string => driver.sent.find((text) => short(text) === wanted) ?? ''
    const keeps = driver.sent.filter((text) => short(text) === 'keep token')
    expect(keeps.map((text) => /AND id = '(\d)' AND seq = \d AND n = (\d) AND state = 'done'/.exec(text)?.slice(1))).toEqual([
      undefined,
      undefined,
      ['3', '0'],
    ])
    expect(having('intent 3.2')).toMatch(/CASE \(SELECT b\.done FROM .* AND n = 1 AND state = 'done'\) AS b\) WHEN 1 THEN/)
    for (const [receipt, count] of Object.entries({ 'receipt 1': 3, 'receipt 2': 1, 'receipt 3': 3 }))
      expect(having(receipt)).toContain(` AND state = 'done') >= ${count} THEN`)
  })

  it('a receipt that nobody else has made and that is refused all the same ends the run, which says that what ran is recorded', async () => {
    const { migrator } = sending({ answer: (_, shortly) => (shortly === 'receipt 1' ? refused('constraint') : undefined) })
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      error: {
        message: expect.stringMatching(/refused twice although .* What it finished is recorded; the next run continues there/) as string,
      },
    })
  })

  it('without a second session the lease is renewed in the same message, and an event says why', async () => {
    const { migrator, work, events } = sending({
      open: (nth) =>
        nth === 3 ? new DriverError({ reason: 'connection', outcome: 'not-applied', message: 'the pool has one' }) : undefined,
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(work().slice(0, 5)).toEqual(['look for engines', 'BLOCK', 'renew', 'intent 1.0', 'CREATE TABLE'])
    expect(events).toContainEqual({ type: 'lease.inline', reason: 'the pool has one' })
  })

  it('the history is read again while the session that keeps the lease alive is still being opened', async () => {
    let reads = 0
    const again = new AbortController()
    const { migrator, work } = sending({
      answer: (_, shortly) => {
        if (shortly === 'read' && ++reads === 2) again.abort()
        return undefined
      },
      open: (nth) => (nth === 3 ? new Promise((resolve) => again.signal.addEventListener('abort', () => resolve(undefined))) : undefined),
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(work()).not.toContain('renew')
  })

  it('where there is nothing left to do, that session is not waited for, and nobody is told that it is missing', async () => {
    let reads = 0
    let told: AbortSignal | undefined
    const { migrator, events, all } = sending({
      answer: (_, shortly) => (shortly === 'read' && ++reads === 2 ? historyRows('1', '2') : undefined),
      open: (nth, signal) => {
        if (nth !== 3) return undefined
        told = signal
        return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(lost)))
      },
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
    expect(told?.aborted).toBe(true)
    expect(all()).toContain('release')
    expect(events.map(({ type }) => type)).not.toContain('lease.inline')
  })

  it('a lease whose giving back a rival undid is given back again', async () => {
    let released = 0
    const { migrator, all } = sending({
      answer: (_, shortly) => (shortly === 'release' && released++ === 0 ? refused('deadlock') : undefined),
      // Nobody else could say it.
      open: (nth) => (nth === 3 ? refused('lock-timeout') : undefined),
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(all().filter((text) => text === 'release')).toHaveLength(2)
  })

  it('the tables of a new database come with the first attempt at the lease, and not with those that follow', async () => {
    let looks = 0
    let made = 0
    const { migrator, all } = sending({
      answer: (text, shortly) => {
        if (text.includes('migrations_step` (')) made += text.startsWith('CREATE') ? 1 : 0
        if (shortly === 'read' && made === 0) return refused('missing-object')
        // The look at the columns of our tables names this one, too.
        if (shortly === 'look at lease' && !text.includes('left_ms')) return []
        return shortly === 'look at lease' && looks++ === 0 ? [{ token: 6, owner: 'somebody', session: null, left_ms: 1 }] : undefined
      },
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(all().filter((text) => text === 'take lease')).toHaveLength(2)
    expect(made).toBe(1)
  })

  it('a commit that is said to be undone only behind it is looked for in the records, and run again where it is not there', async () => {
    let lifts = 0
    const { migrator, all } = sending({
      answer: (_, shortly) => (shortly === 'lift limit' && lifts++ === 0 ? refused('deadlock') : undefined),
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
    // The scripted history has none of it: all is sent once more.
    expect(all().filter((text) => text === 'record 1.2')).toHaveLength(2)
  })

  it('a statement that the database refused is taken back, and the next run begins with it', async () => {
    const { migrator, work } = sending({ answer: (text) => (text.startsWith('CREATE INDEX') ? refused('missing-object') : undefined) })
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      done: [{ id: '1' }],
      failed: { id: '2', transaction: 'rolled back' },
      error: { code: 'MIGRATION_FAILED', details: { statement: 0, reason: 'missing-object' } },
    })
    expect(work().slice(-3)).toEqual(['intent 2.0', 'CREATE INDEX', 'withdraw 2.0'])
  })

  it('what writes to a table without transactions is alone, and the tables are asked for only where anything would share one', async () => {
    const insert = (table: string, value: number): string => `INSERT INTO ${table} VALUES (${value})`
    const asked = sending({
      answer: (_text, shortly) => (shortly === 'look for engines' ? [{ name: 'old' }] : undefined),
      migrations: [{ id: '1', description: 'rows', up: [insert('t', 1), insert('`Old`', 2), insert('t', 3), insert('t', 4)] }],
    })
    expect(await asked.migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(asked.work().filter((text) => / 1\.\d$/.test(text))).toEqual([
      'record 1.0',
      'intent 1.1',
      'close 1.1',
      'record 1.2',
      'record 1.3',
    ])
    const unasked = sending({ migrations: [{ id: '1', description: 'a table', up: ['CREATE TABLE t (a INT)'] }] })
    await unasked.migrator.up()
    expect(unasked.all()).not.toContain('look for engines')
  })

  it('one that failed in a transaction has nothing to take back', async () => {
    const { migrator, work } = sending({ answer: (text) => (text.endsWith('(2)') ? refused('constraint') : undefined) })
    expect(await migrator.up()).toMatchObject({
      failed: { id: '1', transaction: 'partly committed' },
      error: { details: { statement: 2 } },
      left: ['2'],
    })
    expect(work().slice(-2)).toEqual(['INSERT INTO', 'lift limit'])
  })

  it('what may pass is tried again from the statement where it happened', async () => {
    let times = 0
    const { migrator, work, events } = sending({
      answer: (_, shortly) => (shortly === 'COMMIT AND' && times++ === 0 ? refused('deadlock') : undefined),
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(events.map(({ type }) => type)).toContain('turn.waiting')
    expect(work()).toContain('COMMIT AND')
  })

  it('a record that the database refused because somebody took over ends the run, and nothing follows it', async () => {
    const { migrator, work } = sending({
      answer: (_, shortly) => (shortly === 'record 1.1' ? refused('constraint') : undefined),
      affected: (text) => (short(text) === 'renew' ? 0 : undefined),
    })
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'partly committed' },
      error: { code: 'LEASE_LOST' },
    })
    expect(work().slice(-3)).toEqual(['record 1.1', 'lift limit', 'renew'])
  })

  it('a heartbeat that finds the lease taken ends the run between two statements', async () => {
    let beats = 0
    const { migrator } = sending({
      options: { leaseMs: 100 },
      migrations: [
        {
          ...first,
          up: code('1', ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve()))),
        },
      ],
      affected: (text) => (short(text) === 'renew' && beats++ >= 0 ? 0 : undefined),
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error: { code: 'LEASE_LOST' } })
    expect(beats).toBeGreaterThan(0)
  })

  it('Ctrl-C stops what the server has got already, by telling the lease over the other session', async () => {
    const controller = new AbortController()
    let halted = false
    const { migrator, all } = sending({
      observer: ({ type }) => type === 'statement.done' && controller.abort(),
      answer: (_, shortly) => {
        if (shortly === 'halt') halted = true
        return shortly === 'record 1.1' && controller.signal.aborted ? refused('constraint') : undefined
      },
    })
    expect(await migrator.up({ to: 'latest' }, { signal: controller.signal })).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'partly committed' },
      left: ['2'],
      error: { code: 'ABORTED' },
    })
    expect(halted).toBe(true)
    expect(all()).not.toContain('intent 2.0')
  })

  it('what Ctrl-C cut short is told by its records, also where those cannot be had at once', async () => {
    const controller = new AbortController()
    let asked = 0
    const open = { n: 1, name: '', checksum: '', state: 'open', session: '9', result: null, intent: null, effect_before: null, run: 'ours' }
    const { migrator } = sending({
      migrations: [{ ...first, up: ['CREATE TABLE a (b INT)', 'CREATE INDEX i ON a (b)'] }],
      // Without a session beside, the batch is stopped between two blocks.
      open: (nth) =>
        nth === 3 ? new DriverError({ reason: 'connection', outcome: 'not-applied', message: 'the pool has one' }) : undefined,
      observer: ({ type }) => type === 'statement.done' && controller.abort(),
      answer: (text) => {
        if (!text.startsWith('SELECT n, name')) return undefined
        return asked++ === 0 ? refused('lock-timeout') : [{ ...open, started_at: '2026-01-01T00:00:00.000Z' }]
      },
    })
    expect(await migrator.up({ to: 'latest' }, { signal: controller.signal })).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'unknown' },
      error: { code: 'ABORTED' },
    })
    expect(asked).toBe(2)
  })

  it('a check that says yes leaves a receipt and nothing else', async () => {
    const { migrator, work } = sending({
      migrations: [{ ...first, check: 'SELECT is_there' }, second],
      answer: (text) => (text === 'SELECT is_there' ? [{ yes: 1 }] : undefined),
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(work()).toEqual([
      'look for engines',
      'SELECT is_there',
      'BLOCK',
      'receipt 1',
      'BLOCK',
      'intent 2.0',
      'CREATE INDEX',
      'close 2.0',
      'BLOCK',
      'receipt 2',
    ])
  })
})

describe('a lost answer', () => {
  const losing = (over: Given, wanted: string): Sent & { readonly after: () => readonly string[] } => {
    let gone = false
    const sent = sending({
      session: (nth) => String(40 + nth),
      ...over,
      answer: (text, shortly) => {
        if (shortly === wanted && !gone) {
          gone = true
          return lost
        }
        return over.answer?.(text, shortly)
      },
    })
    return { ...sent, after: () => sent.all().slice(sent.all().indexOf(wanted) + 1) }
  }

  it('gives the token up first, waits for the dead session, and then believes the history', async () => {
    let asked = 0
    const { migrator, driver, after, events } = losing(
      { answer: (text) => (text.includes('processlist') && asked++ === 0 ? [{ state: 'running' }] : undefined) },
      'CREATE TABLE',
    )
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'rolled back' },
      error: { code: 'DATABASE', retryable: true },
    })
    expect(
      after()
        .filter((text) => text !== 'CLOSE')
        .slice(0, 2),
    ).toEqual(['OPEN write', 'release'])
    expect(events.map(({ type }) => type)).toContain('session.waiting')
    // The session that ran the statements, not the one that looked first.
    expect(driver.sent.find((text) => text.includes('processlist'))).toContain('id = 42')
    expect(after()).not.toContain('CREATE TABLE')
  })

  it('is a success where the receipts are there', async () => {
    let ours = ''
    let reads = 0
    const { migrator } = losing(
      {
        answer: (text, shortly) => {
          ours = /'([0-9a-f-]{36})', CASE/.exec(text)?.[1] ?? ours
          if (shortly === 'read' && ++reads > 2) return historyRows({ id: '1', run: ours }, { id: '2', run: ours })
          return undefined
        },
      },
      'receipt 2',
    )
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
  })
})

describe('what an earlier run left open', () => {
  const checksumOf = (text: string): string => {
    const compiled = compile([text], mysql.lexis)
    return compiled.ok ? compiled.checksum : ''
  }
  const intent = JSON.stringify({
    kind: 'statement',
    text: 'CREATE TABLE a (b INT)',
    effect: { change: 'appears', object: { kind: 'relation', name: 'a' } },
    repeat: 'unknown',
  })
  const openRow = {
    line: 'app',
    id: '1',
    seq: 1,
    n: 0,
    name: '',
    checksum: checksumOf('CREATE TABLE a (b INT)'),
    state: 'open',
    session: '9',
    result: null,
    intent,
    effect_before: 'absent',
    run: 'earlier',
    started_at: '2026-01-01T00:00:00.000Z',
  }
  const half = (now: string | null, running: number, over: Given = {}): Sent => {
    let asked = 0
    return sending({
      ...over,
      answer: (text, shortly) => {
        if (shortly === 'read') return [{ layout: 1, steps: 1, id: null }]
        if (shortly === 'read steps') return [openRow]
        if (text.includes('processlist')) return asked++ < running ? [{ state: 'running' }] : undefined
        return text.endsWith('AS now') ? [{ now }] : over.answer?.(text, shortly)
      },
    })
  }

  it('is closed where its effect is there, and the run goes on behind it', async () => {
    const { migrator, work, events } = half('present', 0, { migrations: [first] })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })
    expect(work().indexOf('record 1.1')).toBeGreaterThan(work().indexOf('close 1.0'))
    expect(work()).not.toContain('CREATE TABLE')
    expect(events).toContainEqual({ type: 'statement.settled', line: 'app', id: '1', n: 0, judgement: 'took-effect' })
  })

  it('is settled where the code does not have it too, and what is half way then is named', async () => {
    const { migrator, work } = half('present', 0, { migrations: [] })
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'HALF_WAY', id: '1', inCode: 'absent' }] })
    expect(work()).toContain('close 1.0')
  })

  it('is taken back where it is not, after its session has ended', async () => {
    const { migrator, work, events } = half('absent', 2, { migrations: [first] })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(work().indexOf('withdraw 1.0')).toBeLessThan(work().indexOf('intent 1.0'))
    expect(events.filter(({ type }) => type === 'session.waiting')).toHaveLength(2)
  })

  it('is waited for as long as the run may wait, and no statement runs beside it', async () => {
    const { migrator, work } = half('absent', Infinity, { migrations: [first], options: { waitMs: 20 } })
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      error: { code: 'TURN_TIMEOUT', message: expect.stringContaining('session 9') as string },
    })
    expect(work()).not.toContain('CREATE TABLE')
  })

  it('is cancelled on the server where that was asked for', async () => {
    const { migrator, driver } = half('absent', 1, { migrations: [first], options: { predecessor: 'cancel' } })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(driver.sent.filter((text) => text === 'KILL QUERY 9')).toHaveLength(1)
  })

  it('refuses the run where nobody can know, and says what there is to say', async () => {
    const { migrator, work } = half(null, 0, { migrations: [first] })
    expect(await migrator.up()).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n: 0, session: '9', before: 'absent', startedAt: '2026-01-01T00:00:00.000Z' }],
    })
    expect(work()).not.toContain('CREATE TABLE')
    expect(await migrator.unresolved()).toMatchObject([
      {
        id: '1',
        n: 0,
        text: 'CREATE TABLE a (b INT)',
        session: '9',
        work: 'ended',
        next: 'asks',
        choices: ['took-effect', 'did-not-happen'],
      },
    ])
    expect(await migrator.status()).toMatchObject({
      migrations: [{ id: '1', state: 'partial', halfWay: { direction: 'up', done: 0, open: { n: 0, text: 'CREATE TABLE a (b INT)' } } }],
    })
  })

  it('is settled by a word under the lease, which the database believes only from its owner', async () => {
    const { migrator, driver } = half(null, 0)
    await migrator.resolve('1', 0, 'took-effect')
    const word = driver.sent.find((text) => short(text) === 'close 1.0')
    expect(word).toContain('EXISTS (SELECT 1 FROM `migrations_lease`')
    await expect(migrator.resolve('1', 3, 'took-effect')).rejects.toMatchObject({ code: 'INVALID' })
  })

  it('is foreseen by a plan, which writes nothing', async () => {
    const { migrator, driver } = half('absent', 0, { migrations: [first] })
    expect(await migrator.plan('up')).toMatchObject({ ok: true, plan: { steps: [{ kind: 'journaled', from: 0 }] } })
    expect(driver.sent.filter((text) => /^(?:INSERT|UPDATE|DELETE)/.test(text))).toEqual([])
  })
})

describe('what is half way', () => {
  const done = {
    line: 'app',
    id: '1',
    n: 0,
    name: '',
    checksum: 'c',
    state: 'done',
    run: 'earlier',
    started_at: '2026-01-01T00:00:00.000Z',
  }
  /** The first read finds statement 1 of the way down of migration 1; later ones what `then` says. */
  const found = (then: 'the same' | 'its end'): Sent => {
    let reads = 0
    return sending({
      answer: (_, shortly) => {
        if (shortly === 'read') {
          const receipts = reads++ === 0 || then === 'the same' ? ['1'] : ['1', { id: '1', seq: 2, direction: 'down', ordinal: 2 }]
          return historyRows(...receipts).map((row) => ({ ...row, steps: receipts.length === 1 ? 1 : 0 }))
        }
        return shortly === 'read steps' ? [{ ...done, seq: 2 }] : undefined
      },
    })
  }

  it('may be on its way: it is called half way only by who has the lease', async () => {
    const { migrator, all } = found('its end')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
    expect(all().slice(0, 9)).toEqual([
      'OPEN read',
      'read',
      'read steps',
      'CLOSE',
      'OPEN write',
      'BLOCK',
      'lease row',
      'take lease',
      'look at lease',
    ])
  })

  it('may have begun between two reads: nothing is called late because of it but by who has the lease', async () => {
    let reads = 0
    const { migrator } = sending({
      answer: (_, shortly) => {
        // Receipts as they were before 1 was applied, records as they were when 2 had begun.
        if (shortly === 'read') return reads++ === 0 ? historyRows().map((row) => ({ ...row, steps: 1 })) : historyRows('1', '2')
        return shortly === 'read steps' ? [{ ...done, id: '2', seq: 1 }] : undefined
      },
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
  })

  it('is refused under the lease, before anything else was sent, and the lease is given back', async () => {
    const { migrator, all } = found('the same')
    expect(await migrator.up()).toMatchObject({
      outcome: 'blocked',
      done: [],
      problems: [{ code: 'HALF_WAY', id: '1', way: 'down', done: 1 }],
    })
    expect(
      all()
        .slice(all().indexOf('look at lease') + 1)
        .filter((text) => !/^(?:OPEN|CLOSE|read|release)/.test(text)),
    ).toEqual([])
    expect(all()).toContain('release')
  })

  it('stays so where its function fails before its first step', async () => {
    const { migrator } = sending({
      migrations: [{ ...first, up: steps('r', () => Promise.reject(new Error('too early'))) }],
      answer: (text, shortly) => {
        if (shortly === 'read') return historyRows().map((row) => ({ ...row, steps: 1 }))
        return text.includes('FROM `migrations_step`') ? [{ ...done, seq: 1, name: 'copy', checksum: 'r' }] : undefined
      },
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction: 'partly committed' } })
  })

  it('is named by a plan, which takes no lease', async () => {
    const { migrator, all } = found('the same')
    expect(await migrator.plan('up')).toMatchObject({ ok: false, problems: [{ code: 'HALF_WAY' }] })
    expect(all()).not.toContain('take lease')
  })
})

describe('a function where DDL commits by itself', () => {
  const migrations: readonly Migration[] = [
    { id: '1', description: 'code', up: code('r', async ({ sql }) => void (await sql.run('UPDATE a SET b = 1'))) },
  ]

  it('is open before its transaction, begun in it, and done with its receipt', async () => {
    const { migrator, work } = sending({ migrations })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(work().slice(1)).toEqual([
      'withdraw 1.0',
      'intent 1.0',
      'BEGIN',
      'close 1.0',
      'UPDATE a',
      'close 1.0',
      'keep token',
      'receipt 1',
      'COMMIT',
    ])
  })

  it('that failed before anything was committed is taken back; else its record stays and the next run asks', async () => {
    const failing: readonly Migration[] = [{ id: '1', description: 'code', up: code('r', () => Promise.reject(new Error('no'))) }]
    const clean = sending({ migrations: failing })
    expect(await clean.migrator.up()).toMatchObject({ failed: { transaction: 'rolled back' } })
    let withdrawals = 0
    const dirty = sending({
      migrations: failing,
      affected: (text) => (short(text) === 'withdraw 1.0' && ++withdrawals === 2 ? 0 : undefined),
    })
    expect(await dirty.migrator.up()).toMatchObject({ failed: { transaction: 'unknown' } })
  })
})

describe('on PostgreSQL', () => {
  const migrations: readonly Migration[] = [
    {
      id: '1',
      description: 'index',
      up: ['CREATE TABLE a (b int)', 'CREATE INDEX CONCURRENTLY i ON a (b)', 'INSERT INTO a VALUES (1)', 'SELECT 1'],
    },
  ]
  const on: Given = { dialect: postgres, capabilities: { ddl: 'transactional', batch: 'atomic', writers: 'many' }, migrations }

  it('a statement that refuses a transaction goes alone, message by message, between blocks of the others', async () => {
    const { migrator, work } = sending(on)
    expect(await migrator.up()).toMatchObject({
      outcome: 'migrated',
      warnings: [{ code: 'NOT_ONE_TRANSACTION', keyword: 'CREATE INDEX CONCURRENTLY' }],
    })
    expect(work()).toEqual(
      [
        'BLOCK; record 1.0; CREATE TABLE',
        'look for remains',
        'intent 1.1; CREATE INDEX; close 1.1',
        'BLOCK; record 1.2; record 1.3; INSERT INTO; SELECT 1',
        'receipt 1',
      ].flatMap((line) => line.split('; ')),
    )
  })

  it('an unusable index of an interrupted build is removed before it is built again', async () => {
    const { migrator, work, events } = sending({
      ...on,
      answer: (_, shortly) => (shortly === 'look for remains' ? [{ name: 's.i' }] : undefined),
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(work().slice(3, 7)).toEqual(['look for remains', 'renew', 'DROP INDEX', 'intent 1.1'])
    expect(events).toContainEqual({ type: 'remainder.removed', line: 'app', id: '1', n: 1, text: 'DROP INDEX CONCURRENTLY IF EXISTS s.i' })
  })

  it('a process that was stopped between intent and statement for longer than its term asks first, and then does not run it', async () => {
    let frozen = false
    const { migrator, work } = sending({
      ...on,
      options: { leaseMs: 100 },
      answer: (_, shortly) => {
        if (shortly !== 'intent 1.1') return undefined
        // What SIGSTOP does: nothing of this process goes on, its clock does.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 110)
        frozen = true
        return undefined
      },
      affected: (text) => (frozen && short(text) === 'renew' ? 0 : undefined),
    })
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { transaction: 'partly committed' },
      error: { code: 'LEASE_LOST' },
    })
    expect(work()).not.toContain('CREATE INDEX')
  })

  it('a machine that slept between the two, whose steady clock stood still, asks first too', async () => {
    const awake = Date.now()
    onTestFinished(() => void vi.restoreAllMocks())
    let slept = false
    const { migrator, work } = sending({
      ...on,
      answer: (_, shortly) => {
        if (shortly !== 'intent 1.1') return undefined
        // What closing the lid does: the steady clock of Linux does not count it.
        vi.spyOn(Date, 'now').mockReturnValue(awake + 3_600_000)
        slept = true
        return undefined
      },
      affected: (text) => (slept && short(text) === 'renew' ? 0 : undefined),
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error: { code: 'LEASE_LOST' } })
    expect(work()).not.toContain('CREATE INDEX')
  })

  it('without such a statement it stays one transaction, and no lease is asked for', async () => {
    const { migrator, all } = sending({ ...on, migrations: [{ ...first, up: ['CREATE TABLE a (b int)', 'INSERT INTO a VALUES (1)'] }] })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', warnings: [], steps: [{ kind: 'atomic' }] })
    expect(all()).not.toContain('take lease')
  })
})
