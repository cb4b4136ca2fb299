import { describeDriver } from '@godwit/driver-conformance'
import { describeOn } from '@godwit/servers/vitest'
import { onServer } from './on-server.ts'

describeOn('mariadb', (server) => {
  const options = { lockTimeoutMs: 1000, multipleStatements: 'off' } as const
  describeDriver({ name: 'mysql, one statement in each message', open: () => onServer(server, options) })
})
