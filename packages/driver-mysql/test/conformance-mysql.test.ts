import { lawsOn } from './laws-on.ts'
import { onServer } from './on-server.ts'

// The same driver is before all points of the laws on MariaDB, whose DDL takes a fifth of the time.
lawsOn('mysql', 'mysql on MySQL', async (server) => ({ ...(await onServer(server, { lockTimeoutMs: 1000 })), points: 'every fifth' }))
