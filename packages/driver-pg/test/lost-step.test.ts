// Owns: what becomes of a migration of durable steps when the answer to the commit of one of them is lost.
// Must not know: how core finds out what became of it.

import { Migrator, steps, type StepsContext } from '@godwit/core'
import { proxy, type Cut, type Database, type Proxy } from '@godwit/servers'
import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

interface Given {
  /** Called once, as the last thing in the transaction of step 'two'. */
  readonly strike?: (wire: Proxy) => void
  readonly run?: (step: (name: string) => Promise<void>, names: readonly string[], wire: Proxy) => Promise<void>
}

interface Scene {
  readonly migrator: Migrator
  readonly database: Database
  /** What the steps wrote, in order: what ran twice is there twice. */
  readonly written: () => Promise<readonly unknown[]>
}

const NAMES = ['one', 'two', 'three']

async function inOrder(step: (name: string) => Promise<void>, names: readonly string[]): Promise<void> {
  for (const name of names) await step(name)
}

async function sceneOn(server: TestServer, { strike = () => {}, run = inOrder }: Given): Promise<Scene> {
  const database = await server.freshDatabase()
  await database.query('CREATE TABLE written (n serial, what text)')
  const wire = await proxy({ port: database.port })
  onTestFinished(() => wire.close())
  const driver = pg({ url: wire.through(database), pooler: 'none' })
  onTestFinished(() => driver.close())
  let struck: 'not yet' | 'struck' = 'not yet'
  const one = (step: StepsContext['step'], name: string): Promise<void> =>
    step(name, async ({ sql }) => {
      await sql.run(`INSERT INTO written (what) VALUES ('${name}')`)
      if (name !== 'two' || struck === 'struck') return
      struck = 'struck'
      strike(wire)
    })
  const migrator = new Migrator(driver, { waitMs: 5000 })
  migrator.addMigrations([
    { id: '001', description: 'steps', up: steps('1', ({ step }) => run((name) => one(step, name), NAMES, wire)) },
    { id: '002', description: 'what follows', up: ['SELECT 1'] },
  ])
  return {
    migrator,
    database,
    written: async () => (await database.query('SELECT what FROM written ORDER BY n')).map(({ what }) => what),
  }
}

/** The next that is carried is the commit, and after it its answer. */
const losing =
  (cut: Cut) =>
  (wire: Proxy): void =>
    void wire.cut(cut)
const ANSWER: Cut = { direction: 'to-client', when: 'before' }
const REQUEST: Cut = { direction: 'to-server', when: 'before' }

describeOn('postgres-15', (server) => {
  test('a step that is committed is not run again, and the migration goes on behind it', async () => {
    const { migrator, written } = await sceneOn(server, { strike: losing(ANSWER) })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '001', transaction: 'committed' }, { id: '002' }] })
    expect(await written()).toEqual(NAMES)
  })

  test('a step that is not is rolled back, and what was finished before it is kept and told', async () => {
    const { migrator, written } = await sceneOn(server, { strike: losing(REQUEST) })
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { id: '001', transaction: 'partly committed' },
      error: { code: 'DATABASE', details: { reason: 'connection' }, retryable: true },
      left: ['002'],
    })
    expect(await written()).toEqual(['one'])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await written()).toEqual(NAMES)
  })

  test('a function that goes on as if nothing had been does not: its other steps and its receipt wait for the truth', async () => {
    const { migrator, written } = await sceneOn(server, {
      strike: losing(ANSWER),
      run: async (step, names) => {
        for (const name of names) await step(name).catch(() => {})
      },
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await written()).toEqual(NAMES)
  })

  test('where the database cannot be asked it is unknown, and the next run finds it', async () => {
    let open = (): void => {}
    const { migrator, written } = await sceneOn(server, {
      strike: (wire) => {
        wire.admit('nobody')
        open = () => wire.admit('everybody')
        losing(ANSWER)(wire)
      },
    })
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { id: '001', transaction: 'unknown' },
      error: { code: 'COMMIT_UNKNOWN', details: { id: '001' }, message: expect.not.stringContaining('rolled back') as string },
      left: ['002'],
    })
    expect(await written()).toEqual(['one', 'two'])
    open()
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await written()).toEqual(NAMES)
  })

  test.each([
    ['an answer', ANSWER, ['failed', 'migrated']],
    ['a request', REQUEST, ['failed']],
  ] as const)('wherever %s is lost around the receipt of all steps, none of them is called rolled back', async (_, cut, expected) => {
    const outcomes = new Set<string>()
    for (let chunk = 1; ; chunk++) {
      let state: 'new' | 'armed' | 'struck' = 'new'
      const { migrator, database, written } = await sceneOn(server, {
        run: async (step, names, wire) => {
          await inOrder(step, names)
          if (state !== 'new') return
          state = 'armed'
          void wire.cut({ ...cut, chunk }).then(() => (state = 'struck'))
        },
      })
      const report = await migrator.up({ to: '001' })
      // All of it was through.
      if ((state as string) !== 'struck') break
      outcomes.add(report.outcome)
      const history = await database.query('SELECT id FROM migrations')
      if (history.length > 0) expect(report).toMatchObject({ outcome: 'migrated', steps: [{ id: '001', transaction: 'committed' }] })
      else expect(report).toMatchObject({ outcome: 'failed', failed: { id: '001', transaction: 'partly committed' } })
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: { length: history.length > 0 ? 1 : 2 } })
      expect(await written()).toEqual(NAMES)
    }
    expect([...outcomes].sort()).toEqual(expected)
  })

  test('cancelled when the answer is lost, the run ends behind the step, and says that it is kept', async () => {
    const controller = new AbortController()
    const { migrator, written } = await sceneOn(server, {
      strike: (wire) => {
        controller.abort()
        losing(ANSWER)(wire)
      },
    })
    expect(await migrator.up({ to: 'latest' }, { signal: controller.signal })).toMatchObject({
      outcome: 'failed',
      failed: { id: '001', transaction: 'partly committed' },
      error: { code: 'ABORTED' },
      left: ['002'],
    })
    expect(await written()).toEqual(['one', 'two'])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await written()).toEqual(NAMES)
  })
})
