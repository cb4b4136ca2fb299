import { describeDriver } from '../src/describe-driver.ts'
import { builtUrl } from './built.ts'
import { onPostgres } from './server/on-postgres.ts'
import { postgresReference } from './server/postgres.ts'

describeDriver({
  name: 'the reference driver for PostgreSQL obeys every law',
  open: () => onPostgres(postgresReference, { module: builtUrl('server/postgres.js'), factory: 'postgresReference' }),
})
