import { describe, expect, it } from 'vitest'
import { folderWith, migrate, write } from './spawned.ts'

const FILE = 'migrations/0001_notes.sql'
const TEXT = `-- migrate:up
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  body TEXT DEFAULT 'one
two'
);
-- migrate:down
DROP TABLE notes;
`

describe.each([
  ['better-sqlite3', 'sqlite:app.db'],
  ['libSQL', 'file:app.db'],
])('an applied file, seen by %s,', (_, url) => {
  it.each([
    ['it has CRLF', TEXT.replaceAll('\n', '\r\n')],
    ['it begins with a byte order mark', `\uFEFF${TEXT}`],
    ['it has both', `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`],
    ['its comments and white space are others', TEXT.replace('CREATE', '/* kept */ CREATE').replace('  id', '\t-- the key\n      id')],
    ['a delimiter was added', TEXT.replace(');\n--', ');;\n\n--')],
    ['only its way down is another', TEXT.replace('DROP TABLE notes', 'DROP TABLE IF EXISTS notes')],
  ])('is not a changed one when %s', async (__, text) => {
    const folder = folderWith({ [FILE]: TEXT })
    expect((await migrate(folder, ['up', '--url', url])).code).toBe(0)
    write(folder, { [FILE]: text })
    expect(await migrate(folder, ['up', '--url', url])).toMatchObject({ code: 0, stderr: '' })
    expect((await migrate(folder, ['status', '--url', url])).stdout).toMatch(/^applied\t/)
  })

  it.each([
    ['a name', TEXT.replace('body', 'bodies')],
    ['the case of a keyword', TEXT.replace('TEXT', 'text')],
    ['white space inside a string', TEXT.replace('one\ntwo', 'one\n two')],
    ['one more statement', TEXT.replace('-- migrate:down', 'CREATE INDEX i ON notes (body);\n-- migrate:down')],
  ])('is a changed one when %s is another', async (__, text) => {
    const folder = folderWith({ [FILE]: TEXT })
    await migrate(folder, ['up', '--url', url])
    write(folder, { [FILE]: text })
    const { code, stderr } = await migrate(folder, ['up', '--url', url])
    expect(stderr).toContain("Migration '0001_notes' was changed after it was applied")
    expect(code).toBe(2)
  })
})
