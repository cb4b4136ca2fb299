import { lawsOn } from './laws-on.ts'
import { onServer } from './on-server.ts'

lawsOn('mysql', 'mysql on MySQL, several statements in one message', (server) => onServer(server, { lockTimeoutMs: 1000 }))
lawsOn('mysql', 'mysql on MySQL, one statement in each message', (server) =>
  onServer(server, { lockTimeoutMs: 1000, multipleStatements: 'off' }),
)
