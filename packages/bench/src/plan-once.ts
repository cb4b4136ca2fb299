// Owns: one measured process: planning so many migrations against an empty database that is none.
// Must not know: rounds.

import { type Driver, Migrator } from '@godwit/core'
import { DriverError, sqlite } from '@godwit/core/driver'

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
  const migrator = new Migrator(emptyDatabase())
  migrator.addMigrations(migrations)
  const planning = await migrator.plan('up')
  const time = performance.now() - start
  if (!planning.ok || planning.plan.steps.length !== count) throw new Error('not everything was planned')
  return time
}

/** Answers at once: there is no history table. */
function emptyDatabase(): Driver {
  return {
    name: 'nothing',
    dialect: sqlite,
    capabilities: { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one' },
    open: async () => ({
      dialect: sqlite,
      id: undefined,
      roundTrips: 0,
      async run(text) {
        if (text.includes(' AS empty')) return { rows: [{ empty: 1 }], affected: 0 }
        if (text.includes('pragma') || text.includes('sqlite_master')) return { rows: [], affected: 0 }
        throw new DriverError({ reason: 'missing-object', message: 'no such table', outcome: 'not-applied' })
      },
      begin: () => Promise.reject(new Error('a plan writes nothing')),
      batch: () => Promise.reject(new Error('a plan writes nothing')),
      close: async () => {},
    }),
    close: async () => {},
  }
}
