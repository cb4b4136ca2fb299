import { builtUrl } from './built.ts'
import { lawsOn } from './server/laws-on.ts'
import { orderedReference } from './server/ordered.ts'

lawsOn('postgres-15', 'a driver with DDL in transactions and without an atomic batch obeys every law', orderedReference, {
  module: builtUrl('server/ordered.js'),
  factory: 'orderedReference',
})
