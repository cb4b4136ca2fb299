// Owns: the program of the child process: a driver, a session, a transaction, moved by messages.
// Must not know: laws, vitest.

import { isDriverError, type Driver, type Session, type Transaction } from '@godwit/core/driver'
import type { Answer, Request } from './message.ts'

let session: Session | undefined
let transaction: Transaction | undefined

async function answer(request: Request): Promise<void> {
  switch (request.ask) {
    case 'open': {
      const { module, factory, argument } = request.elsewhere
      const made = ((await import(module)) as Record<string, (argument: unknown) => Driver>)[factory]?.(argument)
      if (made === undefined) throw new Error(`${module} exports no function ${factory}`)
      session = await made.open('write')
      return
    }
    case 'run':
      await (transaction ?? opened()).run(request.text)
      return
    case 'begin':
      transaction = await opened().begin()
      return
    case 'commit':
      if (transaction === undefined) throw new Error('commit before begin')
      await transaction.commit()
      transaction = undefined
      return
    default:
      request satisfies never
  }
}

function opened(): Session {
  if (session === undefined) throw new Error('nothing before open')
  return session
}

function reply(value: Answer): void {
  process.send?.(value)
}

process.on('message', (request: Request) => {
  answer(request).then(
    () => reply({ outcome: 'done' }),
    (error: unknown) => {
      if (isDriverError(error)) reply({ outcome: 'refused', reason: error.reason, message: error.message })
      else reply({ outcome: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    },
  )
})
