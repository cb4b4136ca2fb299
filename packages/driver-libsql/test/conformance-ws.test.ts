import { describeDriver } from '@godwit/driver-conformance'
import { onServer } from './on-server.ts'

describeDriver({ name: 'libsql on a server over web sockets', open: async () => ({ ...(await onServer('ws')), points: 'every fifth' }) })
