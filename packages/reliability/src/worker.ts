// Owns: the program of one runner: a process that migrates when it is told to.
// Must not know: faults.

import { describeProblem, type Driver, isMigrateError, Migrator, type Report } from '@godwit/core'
import type { Order, Word } from './order.ts'
import { migrationsOf } from './workload.ts'

const order = JSON.parse(process.argv[2] ?? '') as Order
const { module, factory, argument } = order.source
const make = ((await import(module)) as Record<string, (argument: unknown) => Driver>)[factory]
if (make === undefined) throw new Error(`${module} exports no function ${factory}`)
const driver = make(argument)
const migrator = new Migrator(driver, {
  waitMs: order.waitMs,
  leaseMs: order.leaseMs,
  observer: ({ type }) => say({ say: 'event', type }),
})
migrator.addMigrations(migrationsOf(order.workload, driver.dialect.family))
say({ say: 'ready' })

process.once('message', () => void run())

async function run(): Promise<void> {
  const word = await migrate()
  await driver.close()
  // Not process.exit(): a driver that leaves something open must be seen to hang.
  process.send?.(word, () => process.disconnect())
}

async function migrate(): Promise<Word> {
  try {
    return ended(await migrator.up())
  } catch (error) {
    const codes = isMigrateError(error) ? [error.code] : ['THROWN']
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { say: 'ended', outcome: 'failed', committed: [], codes, message, roundTrips: 0 }
  }
}

function ended(report: Report): Word {
  const { roundTrips } = report
  switch (report.outcome) {
    case 'up-to-date':
      return { say: 'ended', outcome: 'up-to-date', committed: [], codes: [], message: '', roundTrips }
    case 'migrated':
    case 'rehearsed':
      return { say: 'ended', outcome: 'migrated', committed: report.steps.map(({ id }) => id), codes: [], message: '', roundTrips }
    case 'blocked': {
      const message = report.problems.map((problem) => describeProblem(problem).message).join(' ')
      const codes = report.problems.map(({ code }) => code)
      return { say: 'ended', outcome: 'blocked', committed: report.done.map(({ id }) => id), codes, message, roundTrips }
    }
    case 'failed': {
      const { error, done } = report
      return {
        say: 'ended',
        outcome: 'failed',
        committed: done.map(({ id }) => id),
        codes: [error.code],
        message: error.message,
        roundTrips,
      }
    }
    default:
      return report satisfies never
  }
}

function say(word: Word): void {
  process.send?.(word)
}
