import { builtUrl } from './built.ts'
import { lawsOn } from './server/laws-on.ts'
import { postgresReference } from './server/postgres.ts'

lawsOn('postgres-15', 'the reference driver for PostgreSQL obeys every law', (url) => postgresReference(url), {
  module: builtUrl('server/postgres.js'),
  factory: 'postgresReference',
})
