import { PGlite } from '@electric-sql/pglite'
import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { describeDriver } from '@godwit/driver-conformance'
import { pg } from '../src/index.ts'

// One for the whole file, and a schema for each law: it takes seconds to start.
const database = await PGlite.create()
afterAll(() => database.close())

describeDriver({
  name: 'pg over PGlite',
  open: async () => {
    const schema = `law_${randomUUID().replaceAll('-', '')}`
    await database.exec(`ROLLBACK; CREATE SCHEMA ${schema}; SET search_path = ${schema}`)
    return { connect: () => pg(database), dispose: () => void 0 }
  },
})
