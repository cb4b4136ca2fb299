import { describeDriver } from '@godwit/driver-conformance'
import { describeOn } from '@godwit/servers/vitest'
import { onServer } from './on-server.ts'

describeOn('mariadb', (server) => {
  describeDriver({ name: 'mysql, several statements in one message', open: () => onServer(server, { lockTimeoutMs: 1000 }) })
})
