// Owns: what libpq's sslmode means to the client.
// Must not know: URLs, connections.

import { readFileSync } from 'node:fs'
import { refusal } from './refusal.ts'
import type { TlsParameters } from './url-parameters.ts'

/** What the client is given as `ssl`. */
export type Tls = boolean | Readonly<Record<string, unknown>> | undefined

export interface TlsWays {
  readonly first: Tls
  /** Tried where the server refuses the first. */
  readonly second?: { readonly ssl: Tls }
}

/** Over a socket of this machine there is no TLS, whatever is asked for. Throws `DriverError` on a file that cannot be read. */
export function tlsWays(parameters: TlsParameters | undefined, host: string | undefined): TlsWays {
  if (parameters === undefined) return { first: undefined }
  if (host?.startsWith('/') === true) return { first: false }
  const files = filesOf(parameters)
  const unverified = { ...files, rejectUnauthorized: false }
  switch (parameters.mode) {
    case 'disable':
      return { first: false }
    case 'allow':
      return { first: false, second: { ssl: unverified } }
    case 'prefer':
      return { first: unverified, second: { ssl: false } }
    case 'require':
      // With a root certificate it has always been the same as verify-ca.
      return { first: parameters.rootCertificate === undefined ? unverified : anyName(files) }
    case 'verify-ca':
      return { first: anyName(files) }
    case 'verify-full':
      return { first: { ...files, rejectUnauthorized: true } }
    default:
      return parameters.mode satisfies never
  }
}

function anyName(files: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { ...files, rejectUnauthorized: true, checkServerIdentity: () => undefined }
}

function filesOf({ rootCertificate, certificate, key, passphrase }: TlsParameters): Readonly<Record<string, unknown>> {
  return {
    // `system`: the certificates that Node trusts, which it also does without being told.
    ...(rootCertificate === undefined || rootCertificate === 'system' ? {} : { ca: read(rootCertificate, 'sslrootcert') }),
    ...(certificate === undefined ? {} : { cert: read(certificate, 'sslcert') }),
    ...(key === undefined ? {} : { key: read(key, 'sslkey') }),
    ...(passphrase === undefined ? {} : { passphrase }),
  }
}

function read(path: string, parameter: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw refusal('connection', `The file of ${parameter} cannot be read (${code}): ${path}`)
  }
}
