import { lawsOn } from './laws-on.ts'
import { onPools } from './on-server.ts'

lawsOn('mariadb', 'mysql on pools that were handed in', (server) => onPools(server, { multipleStatements: true }, (pool) => pool))
