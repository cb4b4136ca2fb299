// Owns: what a URL says.

import { expect, test } from 'vitest'
import { locate } from '../src/location.ts'
import { mysql } from '../src/index.ts'

const AWKWARD = `@:/#%$'" ?&=+\\;é`

test.each([
  ['mysql://db.example.com/app', { host: 'db.example.com', database: 'app' }],
  ['mysql://u@db:3307', { host: 'db', port: 3307, user: 'u' }],
  ['mariadb://u:@db/', { host: 'db', user: 'u', password: '', flavor: 'mariadb' }],
  ['mysql+pymysql://u:p@h/d', { host: 'h', user: 'u', password: 'p', database: 'd' }],
  ['mariadb+mariadbconnector://h/d', { host: 'h', database: 'd', flavor: 'mariadb' }],
  ['MySQL://h/d', { host: 'h', database: 'd' }],
  [`mysql://u:${encodeURIComponent(AWKWARD)}@h/d`, { host: 'h', user: 'u', password: AWKWARD, database: 'd' }],
  ['mysql://u%40corp:p@h/with%20space', { host: 'h', user: 'u@corp', password: 'p', database: 'with space' }],
  // Not encoded, and still only to be read in one way.
  ['mysql://u:a@b:c@h/d', { host: 'h', user: 'u', password: 'a@b:c', database: 'd' }],
  ['mysql://[::1]:3307/d', { host: '::1', port: 3307, database: 'd' }],
  ['mysql://u:p@/d?socketPath=/run/my%20sql.sock', { user: 'u', password: 'p', database: 'd', socketPath: '/run/my sql.sock' }],
  ['mysql:///d?socket=/run/mysqld.sock', { database: 'd', socketPath: '/run/mysqld.sock' }],
  ['mysql://h/d?ssl-mode=VERIFY_CA&ssl-ca=/ca.pem', { host: 'h', database: 'd', ssl: 'verify-ca', tlsFiles: { ca: '/ca.pem' } }],
  ['mysql://h/d?sslmode=require', { host: 'h', database: 'd', ssl: 'required' }],
  ['mysql://h/d?ssl=true', { host: 'h', database: 'd', ssl: 'verify-identity' }],
  ['mysql://h/d?useSSL=false&charset=latin1', { host: 'h', database: 'd', ssl: 'disabled', charset: 'latin1' }],
  [
    'mysql://h/d?sql_mode=TRADITIONAL&multipleStatements=off',
    { host: 'h', database: 'd', sqlMode: 'TRADITIONAL', multipleStatements: 'off' },
  ],
  // Words of other clients that mean nothing here.
  ['mysql://h/d?connection_limit=5&parseTime=true&serverVersion=8', { host: 'h', database: 'd' }],
])('%s', (url, expected) => {
  expect(JSON.parse(JSON.stringify(locate(url)))).toEqual(expected)
})

test.each([
  '',
  'h/secret',
  'postgres://u:secret@h/d',
  'mysql:secret',
  'mysql://u:secret#x@h/d',
  'mysql://u:secret@h1,h2/d',
  'mysql://u:secret@h:99999/d',
  'mysql://u:secret%zz@h/d',
  'mysql://u:secret@h/d?ssl-mode=secret',
  'mysql://u:secret@h/d?tls=skip-verify',
  'mysql://u:secret@h/a/b',
])('%j is refused without being repeated', (url) => {
  expect(() => mysql(url)).toThrow(/^Not a URL of MySQL or MariaDB/)
  expect(() => mysql(url)).not.toThrow(/secret/)
})

test('the scheme says what the server is, until a session tells', () => {
  expect(mysql('mariadb://h/d').dialect).toMatchObject({ family: 'mysql', flavor: 'mariadb' })
  expect(mysql('mysql://h/d').dialect).toMatchObject({ family: 'mysql', flavor: undefined })
  expect(mysql({ host: 'h', flavor: 'mariadb' }).dialect.flavor).toBe('mariadb')
})
