import { lawsOn } from './laws-on.ts'
import { onServer } from './on-server.ts'

lawsOn('mariadb', 'mysql, one statement in each message', (server) => onServer(server, { lockTimeoutMs: 1000, multipleStatements: 'off' }))
