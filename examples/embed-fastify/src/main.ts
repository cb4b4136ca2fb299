// Owns: the life of one replica: schema first, then requests, then an orderly end.
// Must not know: routes, SQL.

import { bringUp, isMigrateError, Migrator } from '@godwit/core'
import { openDatabase } from './database.ts'
import { notes } from './line.ts'
import { service } from './service.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.log(`${signal}: ending`)
    stop.abort()
  })
}

const database = openDatabase(process.env['DATABASE_URL'] ?? 'file:notes.db')
try {
  // Told to stop while it migrates, it lets the migration under way end; what has not begun stays pending for the next start.
  const schema = await bringUp([new Migrator(database.driver, notes)], { signal: stop.signal })
  const app = service(database.store, schema)
  const address = await app.listen({ host: process.env['HOST'] ?? '127.0.0.1', port: Number(process.env['PORT'] ?? 3000) })
  console.log(`listening on ${address}`)
  if (!stop.signal.aborted) await new Promise((told) => stop.signal.addEventListener('abort', told, { once: true }))
  await app.close()
  await schema.close()
} catch (error) {
  if (!isMigrateError(error)) throw error
  console.error(error.message)
  process.exitCode = isMigrateError(error, 'ABORTED') ? 0 : 1
} finally {
  await database.close()
}
