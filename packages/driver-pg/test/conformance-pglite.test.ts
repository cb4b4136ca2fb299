import { PGlite } from '@electric-sql/pglite'
import { afterAll } from 'vitest'
import { describeDriver } from '@godwit/driver-conformance'
import { pg } from '../src/index.ts'

// Each takes seconds to start, and is as good as new without its schema.
const idle: PGlite[] = []
afterAll(async () => {
  for (const database of idle) await database.close()
})

describeDriver({
  name: 'pg over a PGlite that several drivers share',
  open: async () => {
    const database = idle.pop() ?? (await PGlite.create())
    const dispose = async (): Promise<void> => {
      await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      idle.push(database)
    }
    return { place: 'process', points: 'every fifth', connect: () => pg(database), dispose }
  },
})
