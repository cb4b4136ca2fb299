// Owns: a fresh database for the laws, with a user of its own, behind a wire that can be hurt.
// Must not know: laws.

import { randomBytes } from 'node:crypto'
import { tapWire, type Fresh } from '@godwit/driver-conformance'
import type { DatabaseServer } from '@godwit/servers'
import { createPool, type Pool, type PoolOptions } from 'mysql2'
import { mysql, type MysqlConfig } from '../src/index.ts'

const MODULE = new URL('../dist/index.js', import.meta.url).href

interface Place {
  /** Of a user who may do everything in one database and in those of the history's law, and nothing elsewhere. */
  readonly config: Readonly<Record<'host' | 'user' | 'password' | 'database', string>> & { readonly port: number }
  readonly drop: () => Promise<void>
}

async function place({ query, host, port }: DatabaseServer): Promise<Place> {
  const name = `laws_${randomBytes(6).toString('hex')}`
  const password = `hush '"\\@:/#% ${name}`
  await query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  await query(`CREATE USER ${name}@'%' IDENTIFIED BY ?`, [password])
  await query(`GRANT ALL ON ${name}.* TO ${name}@'%'`)
  await query(`GRANT ALL ON \`godwit\\_history\\_%\`.* TO ${name}@'%'`)
  return {
    config: { host, port, user: name, password, database: name },
    drop: async () => {
      await query(`DROP DATABASE ${name}`)
      await query(`DROP USER ${name}@'%'`)
    },
  }
}

/** Over connections of the driver's own. */
export async function onServer(server: DatabaseServer, options: MysqlConfig): Promise<Fresh> {
  const { config, drop } = await place(server)
  const wire = await tapWire(config.port)
  const direct = { ...config, ...options }
  return {
    connect: () => mysql({ ...direct, port: wire.port }),
    stranger: () => mysql({ ...direct, password: 'hush-the-wrong-one' }),
    nowhere: () => mysql({ ...direct, port: 1 }),
    wire,
    secrets: [config.password, 'hush-the-wrong-one'],
    elsewhere: { module: MODULE, factory: 'mysql', argument: direct },
    dispose: async () => {
      await wire.close()
      await drop()
    },
  }
}

/** Over pools that are handed in, one for each driver. */
export async function onPools(
  server: DatabaseServer,
  options: PoolOptions,
  give: (pool: Pool) => Parameters<typeof mysql>[0],
): Promise<Fresh> {
  const { config, drop } = await place(server)
  const wire = await tapWire(config.port)
  const pools: Pool[] = []
  const over = (changes: PoolOptions): ReturnType<typeof mysql> => {
    const pool = createPool({ ...config, ...options, ...changes })
    pools.push(pool)
    return mysql(give(pool))
  }
  return {
    points: 'every fifth',
    connect: () => over({ port: wire.port }),
    stranger: () => over({ password: 'hush-the-wrong-one' }),
    nowhere: () => over({ port: 1 }),
    wire,
    secrets: [config.password, 'hush-the-wrong-one'],
    elsewhere: { module: MODULE, factory: 'mysql', argument: config },
    dispose: async () => {
      // One whose connection broke has nobody left to say goodbye to.
      for (const pool of pools)
        await pool
          .promise()
          .end()
          .catch(() => {})
      await wire.close()
      await drop()
    },
  }
}

/** Over a cluster: one driver on one node, the next on the next. */
export async function onNodes(nodes: readonly DatabaseServer[], options: MysqlConfig): Promise<Fresh> {
  const [first] = nodes
  if (first === undefined) throw new Error('a cluster has nodes')
  const { config, drop } = await place(first)
  // What one node takes the others have a little later.
  for (const node of nodes) while ((await node.query('SELECT 1 FROM mysql.db WHERE db = ?', [config.database])).length === 0);
  let next = 0
  const direct = (): MysqlConfig => ({ ...config, port: nodes[next++ % nodes.length]?.port ?? first.port, ...options })
  return {
    connect: () => mysql(direct()),
    stranger: () => mysql({ ...direct(), password: 'hush-the-wrong-one' }),
    nowhere: () => mysql({ ...direct(), port: 1 }),
    conflicts: 'commit',
    secrets: [config.password, 'hush-the-wrong-one'],
    elsewhere: { module: MODULE, factory: 'mysql', argument: { ...config, port: nodes.at(-1)?.port, ...options } },
    dispose: drop,
  }
}
