// Owns: this driver before the laws, over sql.js.

import { describeDriver } from '@godwit/driver-conformance'
import { typeorm } from '../src/index.ts'
import { VERSIONS } from './versions.ts'

for (const { version, dataSource } of VERSIONS) {
  // Each takes a minute; what differs between versions is not in the saving.
  const [saved, options] = version === '1' ? ['after every commit', { autoSave: true, autoSaveCallback: () => {} }] : ['never', {}]
  describeDriver({
    name: `TypeORM ${version}, sql.js in memory, saved ${saved}`,
    open: async () => {
      const shared = dataSource({ type: 'sqljs', ...options })
      await shared.initialize()
      return { connect: () => typeorm(shared), dispose: () => shared.destroy() }
    },
  })
}
