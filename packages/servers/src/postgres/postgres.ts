// Owns: a PostgreSQL of the caller's own.
// Must not know: tests.

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { connection, type DatabaseServer } from '../connection.ts'
import type { Owner } from '../keeper/message.ts'
import { ownServer, type OwnServer } from '../own-server.ts'
import { systemUser } from '../system-user.ts'
import { postgresAt } from './at.ts'
import { postgresPrograms, type PostgresVersion } from './programs.ts'

export interface PostgresOptions {
  /** 15 when not given. */
  readonly version?: PostgresVersion
  /** Of the superuser `godwit`; any characters. `godwit` when not given. */
  readonly password?: string
  /**
   * What is committed survives the end of the `process` (the default: written, not flushed to the disk), or of the `machine`.
   * Fault tests that kill the server need no more than the first.
   */
  readonly durability?: 'process' | 'machine'
  /** Further settings of the server, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string | number>>
}

export interface PostgresServer extends DatabaseServer, OwnServer {}

const USER = 'godwit'
const SPEED = { fsync: 'off', full_page_writes: 'off' }

/**
 * Starts a server with an empty folder and waits until it answers; logging in needs the password (SCRAM).
 * Rejects with `ServerUnavailable` when there are no programs for it, and with what it printed when it does not start.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { version = 15, password = 'godwit', durability = 'process' } = options
  const title = `PostgreSQL ${version}`
  const owner = postgresUser()
  const { bin } = await postgresPrograms(version, owner)
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    // Otherwise a killed server leaves its segments in /dev/shm.
    dynamic_shared_memory_type: 'mmap',
    ...(durability === 'process' ? SPEED : {}),
    ...options.settings,
  }
  const parts = { host: '127.0.0.1', user: USER, password, database: 'postgres' }
  const own = await ownServer({
    title,
    owner,
    durability,
    prepare: (folder) => {
      writeFileSync(join(folder, 'password'), `${password}\n`)
      return [
        {
          file: join(bin, 'initdb'),
          args: ['-D', 'data', '-U', USER, '-A', 'scram-sha-256', '--pwfile=password', '--no-sync', '-E', 'UTF8', '--locale=C'],
        },
      ]
    },
    server: (_, port) => ({
      file: join(bin, 'postgres'),
      args: ['-D', 'data', '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    }),
    // An immediate shutdown: the data are thrown away, its shared memory is given back.
    end: 'SIGQUIT',
    answers: (port) => postgresAt(connection('postgres', { ...parts, port }).url).query('select 1'),
    sweep: releaseSharedMemory,
  })
  return { ...postgresAt(connection('postgres', { ...parts, port: own.port }).url, title), ...own }
}

/** As whom it runs where we are root, which it refuses. */
export function postgresUser(): Owner | undefined {
  return systemUser('postgres')
}

/** A server that was killed leaves a System V segment, which is named in the file that it could not remove either. */
function releaseSharedMemory(folder: string): void {
  const lines = readLines(join(folder, 'data/postmaster.pid'))
  const segment = lines[6]?.trim().split(/\s+/)[1]
  if (segment !== undefined) spawnSync('ipcrm', ['-m', segment], { stdio: 'ignore' })
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}
