import { lawsOn } from './laws-on.ts'
import { onPools } from './on-server.ts'

lawsOn('mariadb', 'mysql on pools of promises that were handed in, a message for each statement', (server) =>
  onPools(server, {}, (pool) => pool.promise()),
)
