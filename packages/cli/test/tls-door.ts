// Owns: a door with TLS before a server without, with a certificate of its own that nobody trusts unless told to.
// Must not know: what is said through it.

import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { generate } from 'selfsigned'
import { onTestFinished } from 'vitest'
import { listening } from './listening.ts'

export interface TlsDoor {
  readonly port: number
  /** The certificate, for NODE_EXTRA_CA_CERTS. */
  readonly certificate: string
  /** Connections that got through the handshake. */
  readonly entered: () => number
}

/** `name`: what the certificate is made out to. Shut when the test is finished. */
export async function tlsDoor(behind: number, folder: string, name = '127.0.0.1'): Promise<TlsDoor> {
  const address = /^[\d.]+$/.test(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const)
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [address] },
    ],
  })
  const certificate = join(folder, 'door.pem')
  writeFileSync(certificate, cert)
  let entered = 0
  const door = createServer({ key, cert }, (socket) => {
    entered++
    const inside = connect(behind, '127.0.0.1')
    socket.on('error', () => inside.destroy()).pipe(inside)
    inside.on('error', () => socket.destroy()).pipe(socket)
  })
  const port = await listening(door)
  onTestFinished(() => void door.close())
  return { port, certificate, entered: () => entered }
}
