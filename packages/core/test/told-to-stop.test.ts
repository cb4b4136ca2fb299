// Owns: verbs that are told to stop while the database does not answer, before anything was begun.
// Must not know: engines, what is cancelled on a server.

import { describe, expect, it } from 'vitest'
import { code, examine, Migrator } from '../src/index.ts'
import type { Driver, Session } from '../src/driver.ts'
import { scriptedDriver } from './scripted-driver.ts'

interface Silent {
  readonly driver: Driver
  /** Sessions that are open. */
  readonly open: () => number
  /** Resolves once something was asked, which is never answered. */
  readonly asked: Promise<void>
}

/** Opens its sessions, and then gives no answer. */
function silentDriver(): Silent {
  const scripted = scriptedDriver()
  let open = 0
  let heard = (): void => {}
  const asked = new Promise<void>((resolve) => (heard = resolve))
  const driver: Driver = {
    ...scripted,
    async open(purpose) {
      const session = await scripted.open(purpose)
      open += 1
      const silent: Session = {
        ...session,
        run: () => {
          heard()
          return new Promise(() => {})
        },
        close: async () => void (open -= 1),
      }
      return silent
    },
  }
  return { driver, open: () => open, asked }
}

const verbs: readonly (readonly [string, (migrator: Migrator, signal: AbortSignal, driver: Driver) => Promise<unknown>])[] = [
  ['status', (migrator, signal) => migrator.status({ signal })],
  ['plan', (migrator, signal) => migrator.plan('up', { to: 'latest' }, { signal })],
  ['unresolved', (migrator, signal) => migrator.unresolved({ signal })],
  ['validateMigrations', (migrator, signal) => migrator.validateMigrations({ signal })],
  ['examine', (_, signal, driver) => examine(driver, {}, { signal })],
  [
    'up',
    async (migrator, signal) => {
      const report = await migrator.up({ to: 'latest' }, { signal })
      throw report.outcome === 'failed' ? report.error : new Error(report.outcome)
    },
  ],
]

describe('told to stop while the database does not answer', () => {
  it.each(verbs)('%s ends, and leaves no session open', async (_, verb) => {
    const { driver, open, asked } = silentDriver()
    const migrator = new Migrator(driver)
    migrator.addMigration({ id: '1', description: 'one', up: ['CREATE TABLE a (id INTEGER)'] })
    const stop = new AbortController()
    const ended = verb(migrator, stop.signal, driver)
    await asked
    expect(open()).toBe(1)
    stop.abort()
    await expect(ended).rejects.toMatchObject({ code: 'ABORTED' })
    expect(open()).toBe(0)
  })

  it('a session that comes after the end is closed again', async () => {
    const { driver, open } = silentDriver()
    let give = (): void => {}
    let closed = (): void => {}
    const [given, end] = [new Promise<void>((resolve) => (give = resolve)), new Promise<void>((resolve) => (closed = resolve))]
    const late: Driver = {
      ...driver,
      async open(purpose) {
        await given
        const session = await driver.open(purpose)
        return { ...session, close: async () => session.close().then(closed) }
      },
    }
    const stop = new AbortController()
    const ended = new Migrator(late).status({ signal: stop.signal })
    stop.abort()
    await expect(ended).rejects.toMatchObject({ code: 'ABORTED' })
    give()
    await end
    expect(open()).toBe(0)
  })

  it('does not cut a migration short that has begun', async () => {
    const stop = new AbortController()
    const migrator = new Migrator(scriptedDriver())
    let ended = false
    migrator.addMigration({
      id: '1',
      description: 'one',
      up: code('1', async () => {
        stop.abort()
        await Promise.resolve()
        ended = true
      }),
    })
    expect(await migrator.up({ to: 'latest' }, { signal: stop.signal })).toMatchObject({ outcome: 'failed', error: { code: 'ABORTED' } })
    expect(ended).toBe(true)
  })
})
