import { lawsOn } from './laws-on.ts'
import { onServer } from './on-server.ts'

// The same driver is before all points of the laws on MariaDB 10: what differs is the server's snapshots, collations and words.
lawsOn('mariadb-11', 'mysql on MariaDB 11', async (server) => ({
  ...(await onServer(server, { lockTimeoutMs: 1000 })),
  points: 'every fifth',
}))
