import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mysql, sqlite } from '../src/driver.ts'
import { isMigrateError, type MigrateError } from '../src/model/error.ts'
import { readDirectory } from '../src/source/directory.ts'
import { temporaryFolder } from './temporary-folder.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

async function refusal(work: () => Promise<unknown>): Promise<MigrateError<'INVALID'>> {
  const error = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isMigrateError(error, 'INVALID')) throw new Error('it was not refused', { cause: error })
  return error
}

async function loadAll(folder: string): Promise<void> {
  for (const source of await readDirectory(folder, { dialect: sqlite })) await source.load()
}

const UP = 'SELECT 1;\n'

describe('names that contradict each other are refused before any file is opened', () => {
  test.each<[string, readonly string[], string, string]>([
    ['two files for one way up', ['0001_x.sql', '0001_x.up.sql'], '0001_x.up.sql', "0001_x.sql holds the way up of '0001_x' already"],
    [
      'two files for one way down',
      ['0001_x/up.sql', '0001_x/down.sql', '0001_x.down.sql'],
      '0001_x.down.sql',
      "0001_x/down.sql holds the way down of '0001_x' already",
    ],
    [
      'two files for one engine',
      ['0001_x.sqlite.sql', '0001_x.sqlite3.sql'],
      '0001_x.sqlite3.sql',
      "0001_x.sqlite.sql holds the way up on sqlite of '0001_x' already",
    ],
    [
      'a folder and a file of one id',
      ['0001_x.sql', '0001_x/migration.sql'],
      '0001_x.sql',
      "0001_x/migration.sql holds the way up of '0001_x' already",
    ],
    [
      'up.sql and migration.sql in one folder',
      ['0001_x/migration.sql', '0001_x/up.sql'],
      '0001_x/up.sql',
      'migration.sql holds the way up',
    ],
    ['a module and an SQL file of one id', ['0001_x.sql', '0001_x.ts'], '0001_x.ts', "0001_x.sql holds '0001_x' already"],
    ['an SQL file beside a module of one id', ['0001_x.mjs', '0001_x.sql'], '0001_x.sql', "0001_x.mjs holds '0001_x' already"],
    ['source and compiled module side by side', ['0001_x.js', '0001_x.ts'], '0001_x.ts', "0001_x.js holds '0001_x' already"],
    ['ids that differ in case only', ['0001_users.sql', '0001_Users.up.sql'], '0001_users.sql', 'only in case'],
    ['one name in two encodings of Unicode', ['0001_caf\u00e9.sql', '0001_cafe\u0301.sql'], '0001_caf\u00e9.sql', 'already'],
    [
      'a way down without its way up',
      ['0001_x.up.sql', '0002_y.down.sql'],
      '0002_y.down.sql',
      "the way down of '0002_y', and there is no way up",
    ],
    ['a folder with a way down only', ['0001_x/down.sql'], '0001_x/down.sql', 'there is no way up'],
    ['an undo of nothing', ['V1__x.sql', 'U2__y.sql'], 'U2__y.sql', 'there is no V2__….sql that it could undo'],
    ['an undo of one of two', ['V1__x.sql', 'V01__y.sql', 'U1__z.sql'], 'U1__z.sql', 'it could undo'],
    ['an undo and a down file', ['V1__x.sql', 'V1__x.down.sql', 'U1__x.sql'], 'U1__x.sql', 'holds the way down'],
    ['directions as suffixes', ['0001_x-up.sql', '0001_x-down.sql'], '0001_x-down.sql', 'it would be a migration after'],
    ['a direction as a suffix of one', ['0001_x.sql', '0001_x_down.sql'], '0001_x_down.sql', 'write .up.sql and .down.sql'],
    ['a repeatable migration', ['V1__x.sql', 'R__views.sql'], 'R__views.sql', 'repeatable migrations are not supported'],
    ['an SQL file without a number', ['0001_x.sql', 'seed.sql'], 'seed.sql', 'does not begin with a number'],
    ['an engine that is misspelt', ['0001_x.posgres.sql'], '0001_x.posgres.sql', 'did you mean .postgres?'],
    ['a folder without a migration', ['0001_x/notes.md'], '0001_x', 'there is no up.sql and no migration.sql in this folder'],
    ['a folder with a second SQL file', ['0001_x/migration.sql', '0001_x/data.sql'], '0001_x/data.sql', 'this would be left out'],
    ['a folder where a file belongs', ['0001_x.sql/readme.md'], '0001_x.sql', '`.sql` in its name means nothing there'],
    ['an engine in the name of a folder', ['0001_x.postgres/up.sql'], '0001_x.postgres', '`.postgres` in its name means nothing there'],
    ['modules, none of which has a number', ['index.ts', 'users.ts'], '', 'none of its modules begins with a number'],
  ])('%s', async (_, names, where, reason) => {
    const folder = temporaryFolder(Object.fromEntries(names.map((name) => [name, 'this is not SQL, and nobody looks'])))
    const { message } = await refusal(async () => readDirectory(folder, { dialect: sqlite }))
    expect(message.startsWith(`${join(folder, where).replace(/\/$/, '')}: `)).toBe(true)
    expect(message).toContain(reason)
    expect(message).toMatch(/[^.?][.?]$/)
  })

  test('the error has the id where there is one', async () => {
    const folder = temporaryFolder({ '0001_x.down.sql': UP })
    const { details } = await refusal(async () => readDirectory(folder, { dialect: sqlite }))
    expect(details).toEqual({ subject: 'migration', id: '0001_x' })
  })
})

describe('markers that contradict each other are refused with their line', () => {
  test.each<[string, string, string, number, string]>([
    [
      'statements before the first marker',
      '0001_x.sql',
      'SELECT 1;\n-- migrate:up\nSELECT 2;\n',
      2,
      'there are statements before this first marker',
    ],
    [
      'statements before the first marker, cut by a breakpoint',
      '0001_x.sql',
      'SELECT 1;--> statement-breakpoint\n-- migrate:up\nSELECT 2;\n',
      2,
      'there are statements before this first marker',
    ],
    ['down without up', '0001_x.sql', '-- migrate:down\nSELECT 1;\n', 1, 'the way down comes before the way up'],
    [
      'down before up',
      '0001_x.sql',
      '\n-- Down Migration\nSELECT 1;\n-- Up Migration\nSELECT 2;\n',
      2,
      'the way down comes before the way up',
    ],
    [
      'a down marker in the middle of a file without others',
      '0001_x.sql',
      'SELECT 1;\n-- migrate:down\nSELECT 2;\n',
      2,
      'there are statements before this first marker',
    ],
    ['two ups', '0001_x.sql', '-- migrate:up\nSELECT 1;\n-- migrate:up\nSELECT 2;\n', 3, "this is the second 'up' in a row"],
    [
      'two downs',
      '0001_x.sql',
      '-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n-- +goose Down\n',
      5,
      "this is the second 'down' in a row",
    ],
    [
      'a second pair outside dbmate',
      '0001_x.sql',
      '-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n-- +goose Up\n',
      5,
      "there is a second 'up'",
    ],
    [
      'markers of two tools',
      '0001_x.sql',
      '-- +goose Up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n',
      3,
      'those of goose, and this one is of dbmate',
    ],
    [
      'a marker against the name',
      '0001_x.up.sql',
      'SELECT 1;\n-- migrate:down\nSELECT 2;\n',
      2,
      "the file's name says 'up', and this marker 'down'",
    ],
    ['a marker behind a statement', '0001_x.sql', '-- migrate:up\nSELECT 1; -- migrate:down\nSELECT 2;\n', 2, 'stands behind other text'],
    [
      'a marker in the body of a trigger',
      '0001_x.sql',
      '-- migrate:up\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;\n-- migrate:down\nEND;\n',
      4,
      'in the body of a trigger',
    ],
    [
      'a breakpoint in the body of a trigger',
      '0001_x.sql',
      'CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;--> statement-breakpoint\nEND;\n',
      2,
      'in the body of a trigger',
    ],
    ['an unknown directive', '0001_x.sql', '-- migrate:donw\nSELECT 1;\n', 1, "did you mean 'down'?"],
    ['an unknown setting', '0001_x.sql', '-- migrate: transaction=forbiden\nSELECT 1;\n', 1, "did you mean 'transaction=forbidden'?"],
    ['an unknown option', '0001_x.sql', '-- migrate:up transaction:fals\nSELECT 1;\n', 1, "did you mean 'transaction:false'?"],
    ['an unknown annotation', '0001_x.sql', '-- +goose Upp\nSELECT 1;\n', 1, "did you mean 'up'?"],
    [
      'a setting after a statement',
      '0001_x.sql',
      'SELECT 1;\n-- migrate: transaction=forbidden\nSELECT 2;\n',
      2,
      'put it before the first statement',
    ],
    ['environment variables of goose', '0001_x.sql', '-- +goose Up\n-- +goose ENVSUB ON\nSELECT 1;\n', 2, 'write the values'],
    [
      'a StatementEnd too many',
      '0001_x.sql',
      '-- +goose Up\nSELECT 1;\n-- +goose StatementEnd\n',
      3,
      "no '-- +goose StatementBegin' before it",
    ],
    [
      'a StatementBegin too many',
      '0001_x.sql',
      '-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementBegin\nSELECT 1;\n',
      3,
      'has no StatementEnd',
    ],
    [
      'a StatementBegin that goes on into the way down',
      '0001_x.sql',
      '-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose Down\n',
      4,
      'has no StatementEnd',
    ],
    [
      'a StatementBegin that goes on to the end',
      '0001_x.sql',
      '-- +goose Up\n-- +goose StatementBegin\nSELECT 1;',
      3,
      'without its StatementEnd',
    ],
  ])('%s', async (_, name, text, line, reason) => {
    const folder = temporaryFolder({ [name]: text })
    const { message } = await refusal(async () => loadAll(folder))
    expect(message).toContain(`${join(folder, name)}:${line}: `)
    expect(message).toContain(reason)
  })

  test('the line is the same with the line ends of Windows', async () => {
    const folder = temporaryFolder({ '0001_x.sql': '-- migrate:up\r\nSELECT 1;\r\n-- migrate:up\r\n' })
    expect((await refusal(async () => loadAll(folder))).message).toContain('0001_x.sql:3: ')
  })
})

describe('a file that cannot be used is refused when it is loaded', () => {
  const latin1 = Buffer.from("SELECT 1;\nINSERT INTO a VALUES ('caf\u00e9');\n", 'latin1')
  const utf16 = Buffer.from('\ufeffSELECT 1;\n', 'utf16le')
  test.each<[string, Files, string, string]>([
    ['an empty file', { '0001_x.sql': '' }, '0001_x.sql: ', 'there is no statement for the way up in it'],
    [
      'a file with comments only',
      { '0001_x.sql': '-- to do\n/* later */ ;\n' },
      '0001_x.sql: ',
      'there is no statement for the way up in it',
    ],
    [
      'an empty up',
      { '0001_x.sql': '-- migrate:up\n-- migrate:down\nSELECT 1;\n' },
      '0001_x.sql: ',
      'there is no statement for the way up in it',
    ],
    [
      'a way down twice',
      { '0001_x.sql': '-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n', '0001_x.down.sql': UP },
      '0001_x.down.sql: ',
      'has a way down of its own',
    ],
    ['another encoding', { '0001_x.sql': latin1 }, '0001_x.sql:2: ', 'this line is not UTF-8'],
    ['UTF-16', { '0001_x.sql': utf16 }, '0001_x.sql:1: ', 'UTF-16'],
    ['UTF-16 without a mark', { '0001_x.sql': utf16.subarray(2) }, '0001_x.sql:1: ', 'NUL'],
    ['a binary file', { '0001_x.sql': 'SELECT 1;\nSELECT \0;\n' }, '0001_x.sql:2: ', 'NUL'],
  ])('%s', async (_, files, where, reason) => {
    const folder = temporaryFolder(files)
    const { message } = await refusal(async () => loadAll(folder))
    expect(message).toContain(join(folder, where))
    expect(message).toContain(reason)
  })

  test('a file that went away after the folder was read', async () => {
    const folder = temporaryFolder({ '0001_x.sql': UP })
    const [source] = await readDirectory(folder, { dialect: sqlite })
    rmSync(join(folder, '0001_x.sql'))
    expect((await refusal(async () => source?.load() ?? Promise.resolve())).message).toContain('0001_x.sql: it does not exist')
  })

  test('a file that may not be read', async () => {
    const folder = temporaryFolder({ '0001_x.sql': UP })
    chmodSync(folder, 0o755)
    chmodSync(join(folder, '0001_x.sql'), 0o000)
    const root = process.geteuid?.() === 0
    // To root nothing is forbidden.
    if (root) process.seteuid?.(65534)
    try {
      expect((await refusal(async () => loadAll(folder))).message).toContain('0001_x.sql: reading it is not permitted')
    } finally {
      if (root) process.seteuid?.(0)
    }
  })
})

describe('a path that is no folder of migrations', () => {
  test('does not exist', async () => {
    const folder = temporaryFolder({})
    const { message, details } = await refusal(async () => readDirectory(join(folder, 'migrations'), { dialect: sqlite }))
    expect(message).toBe(`${join(folder, 'migrations')}: it does not exist, or is a link to something that does not.`)
    expect(details).toEqual({ subject: 'file', id: undefined })
  })

  test('is a file', async () => {
    const folder = temporaryFolder({ 'migrations.sql': UP })
    const { message } = await refusal(async () => readDirectory(join(folder, 'migrations.sql'), { dialect: sqlite }))
    expect(message).toBe(`${join(folder, 'migrations.sql')}: it is a file; give the folder that the migrations are in.`)
  })

  test('holds a link to nothing', async () => {
    const folder = temporaryFolder({})
    symlinkSync(join(folder, 'nowhere'), join(folder, '0001_x.sql'))
    expect((await refusal(async () => readDirectory(folder, { dialect: sqlite }))).message).toContain(
      '0001_x.sql: it does not exist, or is a link',
    )
  })

  test('holds a link that leads back to itself', async () => {
    const folder = temporaryFolder({})
    symlinkSync('0001_x.sql', join(folder, '0001_x.sql'))
    expect((await refusal(async () => readDirectory(folder, { dialect: sqlite }))).message).toContain(
      '0001_x.sql: it is a link that leads back to itself',
    )
  })

  test('holds something that is neither file nor folder, which would be waited for', async () => {
    const folder = temporaryFolder({})
    const server = createServer()
    server.listen(join(folder, '0001_x.sql'))
    await once(server, 'listening')
    try {
      expect((await refusal(async () => readDirectory(folder, { dialect: sqlite }))).message).toContain(
        '0001_x.sql: a migration is a file, and this is neither',
      )
    } finally {
      server.close()
      await once(server, 'close')
    }
  })
})

describe('a folder of Flyway inside the folder', () => {
  test.each(['V2__y.sql', 'R__views.sql', 'U1__x.sql'])('with %s is refused: Flyway would read it', async (name) => {
    const folder = temporaryFolder({ 'V1__x.sql': UP, [`tables/${name}`]: UP })
    expect((await refusal(async () => readDirectory(folder, { dialect: sqlite }))).message).toMatch(
      new RegExp(`/tables/${name}: Flyway reads the folders inside its folder, and here they would be left out; move it to .*, or begin`),
    )
  })

  test('is passed over where its name begins with an underscore, and so is one of other files', async () => {
    const folder = temporaryFolder({ 'V1__x.sql': UP, '_old/V2__y.sql': UP, 'seeds/0001_rows.sql': UP, 'docs/V2.md': '' })
    expect((await readDirectory(folder, { dialect: sqlite })).map(({ id }) => id)).toEqual(['V1__x'])
  })
})

describe('what is none of our business harms nobody', () => {
  test('an empty folder has no migrations', async () => {
    expect(await readDirectory(temporaryFolder({ '.gitkeep': '' }), { dialect: sqlite })).toEqual([])
  })

  test('links to nothing, folders and files of other kinds are passed over', async () => {
    const folder = temporaryFolder({
      '0001_x.sql': UP,
      'README.md': '',
      'meta/_journal.json': '{}',
      'sqls/seed.sql': UP,
      '.0002_y.sql.swp': '',
      '_old.sql': UP,
    })
    symlinkSync(join(folder, 'nowhere'), join(folder, 'latest'))
    mkdirSync(join(folder, 'users.ts'))
    expect((await readDirectory(folder, { dialect: sqlite })).map(({ id }) => id)).toEqual(['0001_x'])
  })

  test('links are followed, to files and to folders', async () => {
    const elsewhere = temporaryFolder({ 'a.sql': UP, 'b/up.sql': UP })
    const folder = temporaryFolder({})
    symlinkSync(join(elsewhere, 'a.sql'), join(folder, '0001_a.sql'))
    symlinkSync(join(elsewhere, 'b'), join(folder, '0002_b'))
    const sources = await readDirectory(folder, { dialect: sqlite })
    expect(sources.map(({ id }) => id)).toEqual(['0001_a', '0002_b'])
    for (const source of sources) expect((await source.load()).up).toHaveLength(1)
  })

  test('files for another engine are not looked into', async () => {
    const folder = temporaryFolder({ '0001_x.mysql.sql': "-- migrate:up\nSELECT 'it\\'s'; -- migrate:down", '0001_x.sqlite.sql': UP })
    const [source] = await readDirectory(folder, { dialect: sqlite })
    expect((await source?.load())?.up).toEqual([{ text: UP, file: join(folder, '0001_x.sqlite.sql'), line: 1 }])
    const [other] = await readDirectory(folder, { dialect: mysql })
    await expect(other?.load()).rejects.toThrow('stands behind other text')
  })
})
