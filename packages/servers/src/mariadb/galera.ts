// Owns: a Galera cluster of the caller's own.
// Must not know: tests.

import { existsSync } from 'node:fs'

import { connection } from '../connection.ts'
import { freePort } from '../free-port.ts'
import { ownServer } from '../own-server.ts'
import { program } from '../program.ts'
import { systemUser } from '../system-user.ts'
import { ServerUnavailable, type Availability } from '../unavailable.ts'
import { mysqlAt } from './at.ts'
import { serverArguments, SPEED, type MariadbOptions, type MariadbServer } from './mariadb.ts'
import { MARIADB_USER, mariadbAvailability, mariadbProgram } from './programs.ts'

export interface GaleraOptions extends Pick<MariadbOptions, 'password' | 'settings'> {
  /** 3 when not given. */
  readonly nodes?: number
}

export interface GaleraCluster {
  /** Each takes reads and writes. One that was killed rejoins with `start`, as long as another is up. */
  readonly nodes: readonly MariadbServer[]
  /** Ends them all. Repeatable. */
  readonly stop: () => Promise<void>
}

const TITLE = 'Galera'
const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so']

export function galeraAvailability(): Availability {
  const provider = PROVIDERS.find((path) => existsSync(path))
  const missing = [
    ...(mariadbAvailability().state === 'unavailable' ? ['mariadb-server'] : []),
    ...(provider === undefined ? ['galera-4'] : []),
    ...(program('rsync') === undefined ? ['rsync'] : []),
    ...(program('lsof') === undefined ? ['lsof'] : []),
  ]
  if (missing.length === 0 && provider !== undefined) return { state: 'available', title: TITLE, source: provider }
  const reason = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not on this machine`
  return { state: 'unavailable', title: TITLE, reason, remedy: `apt-get install ${missing.join(' ')}` }
}

/** Starts the nodes one after the other and waits until each is in step with the ones before. */
export async function startGalera({ password = 'godwit', settings = {}, nodes: size = 3 }: GaleraOptions = {}): Promise<GaleraCluster> {
  const availability = galeraAvailability()
  if (availability.state === 'unavailable') throw new ServerUnavailable(availability)
  const mariadb = mariadbProgram()
  const plans: readonly NodePlan[] = await Promise.all(Array.from({ length: size }, planned))
  const nodes: MariadbServer[] = []
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())))
  let cluster: 'none' | 'founded' = 'none'
  try {
    for (const [index, plan] of plans.entries()) {
      const title = `${TITLE} node ${index + 1}`
      const parts = { host: '127.0.0.1', user: MARIADB_USER, password, database: '' }
      const own = await ownServer({
        title,
        owner: systemUser('mysql'),
        // The others copy everything, users too, from a node that is there.
        prepare: (folder) => (index === 0 ? mariadb.installation(folder, 'data', password) : [{ file: 'mkdir', args: ['data'] }]),
        server: (folder, port) => ({
          file: mariadb.file,
          args: [
            ...mariadb.args,
            ...serverArguments({ folder, data: 'data', port, settings: { ...SPEED, ...settings } }),
            ...replication(availability.source, plan, plans, title),
            ...(cluster === 'none' ? ['--wsrep-new-cluster'] : []),
          ],
        }),
        end: 'SIGKILL',
        answers: async (port) => {
          const node = mysqlAt(connection('mysql', { ...parts, port }).url)
          const [state] = await node.query("show status like 'wsrep_local_state_comment'")
          if (state?.['Value'] !== 'Synced') throw new Error(`${title} is ${String(state?.['Value'])}`)
        },
      })
      cluster = 'founded'
      nodes.push({ ...mysqlAt(connection('mysql', { ...parts, port: own.port }).url, title), ...own })
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { nodes, stop }
}

/** The ports of a node beside that of its clients. */
interface NodePlan {
  readonly group: number
  readonly incremental: number
  readonly snapshot: number
}

async function planned(): Promise<NodePlan> {
  const [group, incremental, snapshot] = await Promise.all([freePort(), freePort(), freePort()])
  return { group, incremental, snapshot }
}

function replication(provider: string, plan: NodePlan, plans: readonly NodePlan[], name: string): string[] {
  const options = {
    'gmcast.listen_addr': `tcp://127.0.0.1:${plan.group}`,
    'ist.recv_addr': `127.0.0.1:${plan.incremental}`,
    base_host: '127.0.0.1',
    base_port: plan.group,
    'gcache.size': '16M',
  }
  return [
    '--wsrep-on=ON',
    `--wsrep-provider=${provider}`,
    '--wsrep-cluster-name=godwit',
    `--wsrep-node-name=${name}`,
    `--wsrep-cluster-address=gcomm://${plans.map(({ group }) => `127.0.0.1:${group}`).join(',')}`,
    `--wsrep-node-address=127.0.0.1:${plan.group}`,
    `--wsrep-sst-receive-address=127.0.0.1:${plan.snapshot}`,
    '--wsrep-sst-method=rsync',
    `--wsrep-provider-options=${Object.entries(options)
      .map(([key, value]) => `${key}=${value}`)
      .join(';')}`,
    '--binlog-format=ROW',
    '--innodb-autoinc-lock-mode=2',
    '--default-storage-engine=InnoDB',
  ]
}
