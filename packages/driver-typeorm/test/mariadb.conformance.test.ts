// Owns: this driver before the laws, over mysql2 on MariaDB.

import { describeDriver } from '@godwit/driver-conformance'
import { describeOn } from '@godwit/servers/vitest'
import { pooledSubject } from './pooled-subject.ts'
import { VERSIONS } from './versions.ts'

// One version, because the laws take minutes: the other one is before them on PostgreSQL, both in pooled.test.ts.
const version = VERSIONS.find((known) => known.version === '0.3')!

describeOn('mariadb', (server) => {
  describeDriver({ name: `TypeORM ${version.version}`, open: () => pooledSubject(server, 'mariadb', version) })
})
