// Owns: what a URL says.
// Must not know: servers.

import { describe, expect, it } from 'vitest'
import { isDriverError } from '@godwit/core/driver'
import { pg } from '../src/index.ts'
import { locate } from '../src/location.ts'
import { tlsWays } from '../src/tls.ts'

const AWKWARD = `a@b:c/d#e%f$g'h"i j?k[l]é☃`

describe('a URL', () => {
  it.each([
    ['postgres://u:p@h:5433/d', { user: 'u', password: 'p', host: 'h', port: 5433, database: 'd' }],
    ['postgresql://h/d', { host: 'h', database: 'd' }],
    ['postgresql+asyncpg://u@h/d', { user: 'u', host: 'h', database: 'd' }],
    ['postgres+psycopg2://u@h/d', { user: 'u', host: 'h', database: 'd' }],
    ['POSTGRES://h', { host: 'h' }],
    ['postgres://', {}],
    ['postgres:///d', { database: 'd' }],
    ['postgres://u@[::1]:6543/d', { user: 'u', host: '::1', port: 6543, database: 'd' }],
    ['postgres://u@[fe80::1%25eth0]/d', { user: 'u', host: 'fe80::1%eth0', database: 'd' }],
    ['postgres://%2Fvar%2Frun%2Fpostgresql/d', { host: '/var/run/postgresql', database: 'd' }],
    ['postgres://u@/d?host=/var/run/postgresql&port=6432', { user: 'u', host: '/var/run/postgresql', port: 6432, database: 'd' }],
    ['postgres://?user=u&password=p%40&dbname=d', { user: 'u', password: 'p@', database: 'd' }],
    ['postgres://u:p@ss@h/d', { user: 'u', password: 'p@ss', host: 'h', database: 'd' }],
    ['postgres://u:a:b@h/d', { user: 'u', password: 'a:b', host: 'h', database: 'd' }],
    [
      `postgres://${encodeURIComponent(AWKWARD)}:${encodeURIComponent(AWKWARD)}@h/${encodeURIComponent(AWKWARD)}`,
      { user: AWKWARD, password: AWKWARD, host: 'h', database: AWKWARD },
    ],
    [
      'postgres://h/d?application_name=my%20app&options=-c%20search_path%3Dx',
      { host: 'h', database: 'd', application_name: 'my app', options: '-c search_path=x' },
    ],
    ['postgres://h/d?connect_timeout=3', { host: 'h', database: 'd', connectTimeoutMs: 3000 }],
    ['postgres://h/d?pgbouncer=true&connection_limit=1&schema=public', { host: 'h', database: 'd', pooler: 'transaction' }],
    [
      'postgres://h/d?sslmode=require&channel_binding=require',
      { host: 'h', database: 'd', enableChannelBinding: true, tls: { mode: 'require' } },
    ],
    ['postgres://h/d?ssl=true', { host: 'h', database: 'd', tls: { mode: 'require' } }],
    ['postgres://h/d?sslrootcert=system', { host: 'h', database: 'd', tls: { mode: 'prefer', rootCertificate: 'system' } }],
  ])('%s', (url, expected) => {
    expect(locate(url)).toEqual({ tls: undefined, ...expected })
  })

  it.each([
    ['mysql://u:hunter2@h/d', /postgres:\/\//],
    ['postgres:u:hunter2@h/d', /postgres:\/\//],
    ['postgres://u:hunter2#x@h/d', /%23/],
    ['postgres://u:hunter2/x@h/d', /%2F/],
    ['postgres://u:hunter2%@h/d', /%25/],
    ['postgres://u:hunter2%00@h/d', /NUL/],
    ['postgres://u:hunter2@h:0/d', /port/],
    ['postgres://u:hunter2@h:65536/d', /port/],
    ['postgres://u:hunter2@h:x/d', /port/],
    ['postgres://u:hunter2@::1/d', /brackets/],
    ['postgres://u:hunter2@a,b/d', /several hosts/],
    ['postgres://u:hunter2@h/d?sslmode=yes', /sslmode/],
    ['postgres://u:hunter2@h/d?schema=other', /search_path/],
    ['postgres://u:hunter2@h/d?hunter3=x', /hunter3/],
    ['postgres://u:hunter2@h/d?connect_timeout=soon', /connect_timeout/],
  ])('G-D9, G-X12: is refused with what is wrong, and without its password: %s', (url, words) => {
    let thrown: unknown
    try {
      pg(url)
    } catch (error) {
      thrown = error
    }
    if (!isDriverError(thrown)) throw new Error(`not a DriverError: ${String(thrown)}`)
    expect(thrown).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
    expect(thrown.message).toMatch(words)
    expect(thrown.message).not.toContain('hunter2')
  })

  it.each([
    [{ lockTimeoutMs: -1 }, /lockTimeoutMs/],
    [{ lockTimeoutMs: 1.5 }, /lockTimeoutMs/],
    [{ connectTimeoutMs: 0 }, /connectTimeoutMs/],
    [{ pooler: 'yes' as 'auto' }, /pooler/],
  ])('and an option that makes no sense is named: %j', (options, words) => {
    expect(() => pg('postgres://h', options)).toThrow(words)
    expect(() => pg('postgres://h', options)).toThrow(RangeError)
  })
})

describe('sslmode', () => {
  const any = { rejectUnauthorized: false }

  it('means what it means to libpq', () => {
    expect(tlsWays(undefined, 'h')).toEqual({ first: undefined })
    expect(tlsWays({ mode: 'disable' }, 'h')).toEqual({ first: false })
    expect(tlsWays({ mode: 'allow' }, 'h')).toEqual({ first: false, second: { ssl: any } })
    expect(tlsWays({ mode: 'prefer' }, 'h')).toEqual({ first: any, second: { ssl: false } })
    expect(tlsWays({ mode: 'require' }, 'h')).toEqual({ first: any })
    expect(tlsWays({ mode: 'require', rootCertificate: 'system' }, 'h').first).toMatchObject({ rejectUnauthorized: true })
    expect(tlsWays({ mode: 'verify-ca' }, 'h').first).toMatchObject({ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) })
    expect(tlsWays({ mode: 'verify-full' }, 'h')).toEqual({ first: { rejectUnauthorized: true } })
    expect(tlsWays({ mode: 'verify-full' }, '/var/run/postgresql')).toEqual({ first: false })
  })

  it('names a file that cannot be read', () => {
    expect(() => tlsWays({ mode: 'verify-full', rootCertificate: '/nowhere/root.crt' }, 'h')).toThrow(
      /sslrootcert cannot be read \(ENOENT\): \/nowhere\/root\.crt/,
    )
  })
})
