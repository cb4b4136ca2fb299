// Owns: the program of the child process: a driver, a session, a transaction, a run, moved by messages.
// Must not know: laws, vitest.

import type { Report } from '@godwit/core'
import { isDriverError, type Driver, type Session, type Transaction } from '@godwit/core/driver'
import { committed, runner } from '../product/runner.ts'
import { library, longLibrary } from '../product/library.ts'
import { wordsOf } from '../words/of-family.ts'
import type { Answer, Request } from './message.ts'

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
      return up(connected(), request)
    default:
      return request satisfies never
  }
}

async function up(on: Driver, { which, diesAt }: Extract<Request, { readonly ask: 'up' }>): Promise<Answer> {
  const migrations = (which === 'long' ? longLibrary : library)({ dialect: on.dialect, words: wordsOf(on.dialect.family) })
  let events = 0
  const observer = (): void => {
    events += 1
    // Before this call returns: the event is the last thing that this process ever did.
    if (events === diesAt) process.kill(process.pid, 'SIGKILL')
  }
  const report = await runner(on, migrations, { observer }).up()
  return { outcome: 'ran', ids: committed(report), report: `${report.outcome}${why(report)}` }
}

function why(report: Report): string {
  if (report.outcome === 'failed') return `: ${report.error.message}`
  return report.outcome === 'blocked' ? `: ${report.problems[0].code}` : ''
}

function connected(): Driver {
  if (driver === undefined) throw new Error('nothing before connect')
  return driver
}

async function opened(): Promise<Session> {
  session ??= await connected().open('write')
  return session
}

function say(value: Answer): void {
  process.send?.(value)
}

process.on('message', (request: Request) => {
  answer(request).then(say, (error: unknown) => {
    if (isDriverError(error)) say({ outcome: 'refused', reason: error.reason, message: error.message })
    else say({ outcome: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  })
})
