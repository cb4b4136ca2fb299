import { lawsOn } from './laws-on.ts'
import { onServer } from './on-server.ts'

lawsOn('mariadb', 'mysql, several statements in one message', (server) => onServer(server, { lockTimeoutMs: 1000 }))
