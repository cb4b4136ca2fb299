// Owns: the program of the child process: a driver, a session, a transaction, a run, moved by messages.
// Must not know: laws, vitest.

import { isDriverError, type Driver, type Session, type Transaction } from '@godwit/core/driver'
import { committed, runner } from '../product/runner.ts'
import { library } from '../product/library.ts'
import { wordsOf } from '../words/of-family.ts'
import type { Answer, Notice, Request } from './message.ts'

let driver: Driver | undefined
let session: Session | undefined
let transaction: Transaction | undefined

async function answer(request: Request): Promise<Answer> {
  switch (request.ask) {
    case 'connect': {
      const { module, factory, argument } = request.elsewhere
      driver = ((await import(module)) as Record<string, (argument: unknown) => Driver>)[factory]?.(argument)
      if (driver === undefined) throw new Error(`${module} exports no function ${factory}`)
      return { outcome: 'done' }
    }
    case 'run':
      await (transaction ?? (await opened())).run(request.text)
      return { outcome: 'done' }
    case 'begin':
      transaction = await (await opened()).begin()
      return { outcome: 'done' }
    case 'commit':
      if (transaction === undefined) throw new Error('commit before begin')
      await transaction.commit()
      transaction = undefined
      return { outcome: 'done' }
    case 'up':
      return up(connected(), request.tell)
    default:
      return request satisfies never
  }
}

async function up(on: Driver, tell: 'events' | 'nothing'): Promise<Answer> {
  const migrations = library({ dialect: on.dialect, words: wordsOf(on.dialect.family) })
  const report = await runner(on, migrations, tell === 'events' ? { observer: ({ type }) => say({ notice: type }) } : {}).up()
  const why = report.outcome === 'failed' ? `: ${report.error.message}` : report.outcome === 'blocked' ? `: ${report.problems[0].code}` : ''
  return { outcome: 'ran', ids: committed(report), report: `${report.outcome}${why}` }
}

function connected(): Driver {
  if (driver === undefined) throw new Error('nothing before connect')
  return driver
}

async function opened(): Promise<Session> {
  session ??= await connected().open('write')
  return session
}

function say(value: Answer | Notice): void {
  process.send?.(value)
}

process.on('message', (request: Request) => {
  answer(request).then(say, (error: unknown) => {
    if (isDriverError(error)) say({ outcome: 'refused', reason: error.reason, message: error.message })
    else say({ outcome: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  })
})
