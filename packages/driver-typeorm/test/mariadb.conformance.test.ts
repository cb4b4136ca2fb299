// Owns: this driver before the laws, over mysql2 on MariaDB, with each version of TypeORM.

import { describeDriver } from '@godwit/driver-conformance'
import { describeOn } from '@godwit/servers/vitest'
import { pooledSubject } from './pooled-subject.ts'
import { VERSIONS } from './versions.ts'

describeOn('mariadb', (server) => {
  for (const version of VERSIONS) {
    describeDriver({ name: `TypeORM ${version.version}`, open: () => pooledSubject(server, 'mariadb', version) })
  }
})
