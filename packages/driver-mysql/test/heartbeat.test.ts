// Owns: that the session which keeps a lease alive is given back, however late it could be had.
// Must not know: when it beats.

import { code, Migrator, type Driver } from '@godwit/core'
import type { Session } from '@godwit/core/driver'
import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { createPool } from 'mysql2'
import { expect, onTestFinished, test } from 'vitest'
import { driverOn, numberOf } from './session.ts'

/** Those that look, that work, and that keep the lease alive; then those that keep it alive when that one is gone. */
const HEART = 3
const SLOW = 4
const AFTER = 5

interface Scene {
  readonly driver: Driver
  /** Of those that were opened and not closed. */
  readonly open: () => readonly number[]
  /** Resolves when the session was asked for. */
  readonly asked: (nth: number) => Promise<void>
  readonly session: (nth: number) => Session | undefined
  /** Lets the slow one be had, and resolves when it is. */
  readonly letSlowCome: () => Promise<void>
  readonly kill: (session: Session | undefined) => Promise<void>
}

async function sceneOn(server: TestServer): Promise<Scene> {
  const { url, query } = await server.freshDatabase()
  const pool = createPool({ uri: url, connectionLimit: 5, multipleStatements: true })
  const driver = driverOn(pool)
  onTestFinished(() => pool.promise().end())
  const sessions = new Map<number, Session>()
  const open = new Set<number>()
  const waiting = new Map<number, () => void>()
  let asked = 0
  let come = (): void => {}
  const gate = new Promise<void>((resolve) => {
    come = resolve
  })
  let there = (): void => {}
  const late = new Promise<void>((resolve) => {
    there = resolve
  })
  return {
    driver: {
      ...driver,
      async open(purpose) {
        const nth = ++asked
        waiting.get(nth)?.()
        if (nth === SLOW) await gate
        const session = await driver.open(purpose)
        const close = async (): Promise<void> => {
          open.delete(nth)
          await session.close()
        }
        sessions.set(nth, session)
        open.add(nth)
        if (nth === SLOW) there()
        return Object.create(session, { close: { value: close } }) as Session
      },
    },
    open: () => [...open],
    asked: (nth) =>
      new Promise((resolve) => {
        if (asked >= nth) resolve()
        else waiting.set(nth, resolve)
      }),
    session: (nth) => sessions.get(nth),
    letSlowCome: async () => {
      come()
      await late
    },
    kill: async (session) => {
      if (session === undefined) throw new Error('there is no such session')
      await query(`KILL ${numberOf(session)}`)
    },
  }
}

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test('one that comes when the run is over is closed', async () => {
    const { driver, open, asked, session, letSlowCome, kill } = await sceneOn(server)
    const migrator = new Migrator(driver, { leaseMs: 1000 })
    const run = async (): Promise<void> => {
      await kill(session(HEART))
      await asked(SLOW)
    }
    migrator.addMigration({ id: '1', description: 'a function', up: code('1', run) })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    await letSlowCome()
    await expect.poll(open, { timeout: 5000 }).toEqual([])
  })

  test('one that comes when another was opened in its place is closed, and the other one too when the run ends', async () => {
    const { driver, open, asked, session, letSlowCome, kill } = await sceneOn(server)
    const migrator = new Migrator(driver, { leaseMs: 300 })
    const run = async (): Promise<void> => {
      await kill(session(HEART))
      await asked(AFTER)
      await letSlowCome()
    }
    migrator.addMigration({ id: '1', description: 'a function', up: code('1', run) })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    await expect.poll(open, { timeout: 5000 }).toEqual([])
  })
})
