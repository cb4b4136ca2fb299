// Owns: one measured process: planning so many migrations against a new, empty database in memory.
// Must not know: rounds.

import { Migrator } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'

import { workload } from './workload.ts'

const count = Number(process.argv[2])
const migrations = workload(count, 'sqlite').map((step) => ({
  id: step.id,
  description: step.name,
  up: [step.up.join(';\n')],
  down: [step.down.join(';\n')],
}))

/** The first plan of the process, then the same again with the code compiled. */
const times = [await plan(), await plan(), await plan()]
console.log(
  JSON.stringify({ ms: times[0], warm: Math.min(...times.slice(1)), cpu: (process.cpuUsage().user + process.cpuUsage().system) / 1000 }),
)

async function plan(): Promise<number> {
  const start = performance.now()
  const migrator = new Migrator(betterSqlite3(':memory:'))
  migrator.addMigrations(migrations)
  const planning = await migrator.plan('up')
  const time = performance.now() - start
  if (!planning.ok || planning.plan.steps.length !== count) throw new Error('not everything was planned')
  await migrator.close()
  return time
}
