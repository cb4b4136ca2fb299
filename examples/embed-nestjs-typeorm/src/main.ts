// Owns: the life of one replica: schema first, then requests, then an orderly end.
// Must not know: routes, SQL.

import { isMigrateError } from '@godwit/core'
import { ShutdownSignal } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { applicationOn } from './application-on.ts'
import { dataSourceOf } from './data-source.ts'

async function serve(): Promise<void> {
  const dataSource = dataSourceOf(process.env['DATABASE_URL'] ?? 'file:notes.db')
  const app = await NestFactory.create(applicationOn(dataSource), { logger: ['error', 'warn'], abortOnError: false })
  // Before `listen`, which migrates: a signal in the middle of it ends in order, too. Otherwise the exit code would be the signal's.
  app.enableShutdownHooks([ShutdownSignal.SIGINT, ShutdownSignal.SIGTERM], { useProcessExit: true })
  try {
    await app.listen(Number(process.env['PORT'] ?? 3000), process.env['HOST'] ?? '127.0.0.1')
    console.log(`listening on ${await app.getUrl()}`)
  } catch (error) {
    // A signal stopped it: the hooks are ending the application already.
    if (isMigrateError(error, 'ABORTED')) return
    await app.close()
    throw error
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => console.log(`${signal}: ending`))

try {
  await serve()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
