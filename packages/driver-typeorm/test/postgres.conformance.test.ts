// Owns: this driver before the laws, over pg on PostgreSQL.

import { describeDriver } from '@godwit/driver-conformance'
import { describeOn } from '@godwit/servers/vitest'
import { pooledSubject } from './pooled-subject.ts'
import { VERSIONS } from './versions.ts'

// One version, because the laws take minutes: the other one is before them on MariaDB, both in pooled.test.ts.
const version = VERSIONS.find((known) => known.version === '1')!

describeOn('postgres-15', (server) => {
  describeDriver({ name: `TypeORM ${version.version}`, open: () => pooledSubject(server, 'postgres', version) })
})
