import { describeDriver } from '@godwit/driver-conformance'
import { describeOn } from '@godwit/servers/vitest'
import { onPools } from './on-server.ts'

describeOn('mariadb', (server) => {
  describeDriver({ name: 'mysql on pools that were handed in', open: () => onPools(server, { multipleStatements: true }, (pool) => pool) })
})

describeOn('mariadb', (server) => {
  describeDriver({ name: 'mysql on pools of promises that were handed in', open: () => onPools(server, {}, (pool) => pool.promise()) })
})
