import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { fileName, folderName, nestedFileName } from '../src/pure/file/file-name.ts'
import { describeId, numberOf } from '../src/pure/line/version.ts'

const whole = { kind: 'sql', part: 'whole', variant: 'any', transaction: 'auto' } as const

describe('the name of an SQL file says', () => {
  test.each<[string, object]>([
    ['0001_create_users.sql', { ...whole, id: '0001_create_users' }],
    ['0001.sql', { ...whole, id: '0001' }],
    ['20260101120000_add.up.sql', { ...whole, id: '20260101120000_add', part: 'up' }],
    ['20260101120000_add.down.sql', { ...whole, id: '20260101120000_add', part: 'down' }],
    ['V0001.create.up.sql', { ...whole, id: 'V0001.create', part: 'up' }],
    ['V1__init.sql', { ...whole, id: 'V1__init' }],
    ['V1.2__release_2.0.sql', { ...whole, id: 'V1.2__release_2.0' }],
    ['U1.2__back.sql', { kind: 'undo', version: ['1', '2'], variant: 'any', transaction: 'auto' }],
    ['U1_2__back.postgres.sql', { kind: 'undo', version: ['1', '2'], variant: 'postgres', transaction: 'auto' }],
    ['0007_x.postgres.sql', { ...whole, id: '0007_x', variant: 'postgres' }],
    ['0007_x.mysql.up.sql', { ...whole, id: '0007_x', variant: 'mysql', part: 'up' }],
    ['0007_x.up.mysql.sql', { ...whole, id: '0007_x', variant: 'mysql', part: 'up' }],
    ['0007_x.sqlite3.down.autocommit.sql', { ...whole, id: '0007_x', variant: 'sqlite', part: 'down', transaction: 'forbidden' }],
    ['0007_x.AutoCommit.UP.SQL', { ...whole, id: '0007_x', part: 'up', transaction: 'forbidden' }],
    ['0007_x.libsql.sql', { ...whole, id: '0007_x', variant: 'libsql' }],
    ['0007_x.mariadb.sql', { ...whole, id: '0007_x', variant: 'mariadb' }],
    ['0007_x.cockroach.sql', { ...whole, id: '0007_x', variant: 'cockroach' }],
    ['2026-01-01-093000_create.sql', { ...whole, id: '2026-01-01-093000_create' }],
    // A letter with its accent as a character of its own, as some file systems hand it out.
    ['0001_cafe\u0301.sql', { ...whole, id: '0001_caf\u00e9' }],
  ])('%s', (name, expected) => {
    expect(fileName(name)).toEqual(expected)
  })

  test('parts in any order say the same', () => {
    const parts = ['down', 'postgres', 'autocommit']
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 3 }), (shuffled) => {
        expect(fileName(['0001_x', ...shuffled, 'sql'].join('.'))).toEqual(fileName(['0001_x', ...parts, 'sql'].join('.')))
      }),
    )
  })
})

describe('what is no migration is left alone', () => {
  test.each([
    'README.md',
    'LICENSE',
    '.gitkeep',
    '.0001_x.sql',
    '._0001_x.sql',
    '_shared.sql',
    '_shared.ts',
    '0001_x.sql.swp',
    '0001_x.sql~',
    'types.d.ts',
    '0001_x.d.mts',
    '0001_x.test.ts',
    '0001_x.js.map',
    'migration_lock.toml',
    'atlas.sum',
    'main.go',
    'wait.sh',
    '0001_x.md',
  ])('%s', (name) => expect(fileName(name)).toEqual({ kind: 'ignored' }))

  test.each(['index.ts', 'types.ts', 'add_users.mjs'])('%s has no number', (name) => expect(fileName(name)).toEqual({ kind: 'unnumbered' }))

  test.each(['meta', 'refs', '.git', 'sqls', 'node_modules'])('folder %s', (name) => expect(folderName(name)).toEqual({ kind: 'ignored' }))
})

describe('a name that would be misunderstood is refused', () => {
  test.each([
    ['schema.sql', 'does not begin with a number'],
    ['R__views.sql', 'repeatable migrations are not supported'],
    ['B12__all.sql', 'baseline migrations are not supported'],
    ['V1__x.sql.conf', 'settings of Flyway are not read'],
    ['0007_x.posgres.sql', 'did you mean .postgres?'],
    ['0007_x.autocomit.sql', 'did you mean .autocommit?'],
    ['0007_x.oracle.sql', '`.oracle` in its name'],
    ['0007_x.postgres.old.sql', '`.old` in its name'],
    ['0007_x.up.down.sql', 'a direction twice'],
    ['0007_x.up.up.sql', 'a direction twice'],
    ['0007_x.sqlite.mysql.sql', 'two engines'],
    ['001.do.create.sql', 'Postgrator'],
    ['001.undo.sql', 'Postgrator'],
    ['U1__x.down.sql', 'U already says'],
    ['0007_x.postgres.ts', '`.postgres` is for SQL files'],
    ['0007_x.up.mjs', '`.up` is for SQL files'],
    ['20170506082420_x.go', 'this .go would be left out'],
    ['V2__x.java', 'this .java would be left out'],
    ['0007_x.PSQL', 'this .psql would be left out'],
  ])('%s', (name, reason) => {
    expect(fileName(name)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) })
  })
})

describe('in the folder of a migration', () => {
  test.each<[string, object]>([
    ['up.sql', { ...whole, id: '0001_x', part: 'up' }],
    ['down.sql', { ...whole, id: '0001_x', part: 'down' }],
    ['migration.sql', { ...whole, id: '0001_x' }],
    ['migration.sqlite.sql', { ...whole, id: '0001_x', variant: 'sqlite' }],
    ['up.postgres.autocommit.sql', { ...whole, id: '0001_x', part: 'up', variant: 'postgres', transaction: 'forbidden' }],
    ['snapshot.json', { kind: 'ignored' }],
    ['.up.sql', { kind: 'ignored' }],
    ['data.sql', { kind: 'refused', reason: expect.stringContaining('up.sql and down.sql') }],
    ['migration.old.sql', { kind: 'refused', reason: expect.stringContaining('up.sql and down.sql') }],
    ['sqlite.sql', { kind: 'refused', reason: expect.stringContaining('up.sql and down.sql') }],
    ['up.down.sql', { kind: 'refused', reason: expect.stringContaining('a direction twice') }],
  ])('%s', (name, expected) => expect(nestedFileName('0001_x', name)).toEqual(expected))
})

test.each([
  ['0001_create_users', '0001', 'create users'],
  ['V1.2__add-email', 'V1.2', 'add email'],
  ['V1_2__add', 'V1_2', 'add'],
  ['V0001.create', 'V0001', 'create'],
  ['0001_2fa', '0001', '2fa'],
  ['0001-10-things', '0001', '10 things'],
  ['2026-01-01-093000_posts', '2026-01-01-093000', 'posts'],
  ['20260101T0930_posts', '20260101T0930', 'posts'],
  ['0001', '0001', '0001'],
])('%s has the number %s and is described as %s', (id, number, description) => {
  expect(numberOf(id)).toBe(number)
  expect(describeId(id)).toBe(description)
})
