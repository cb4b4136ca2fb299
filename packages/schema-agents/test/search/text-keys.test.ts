// Owns: search over a table whose key is a text, on every engine.
// Must not know: lines that are there.

import { defineLine, Migrator } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { arrivalColumn, type Searched, searchIndex } from '../../src/search/search-index.ts'
import type { Searchable } from '../../src/search/pages.ts'
import { all } from '../../src/search/scope.ts'
import { search } from '../../src/search/search.ts'
import { text } from '../../src/sql/kind.ts'
import { DIALECTS } from '../../src/sql/place.ts'
import { script } from '../../src/sql/script.ts'
import { table } from '../../src/sql/table.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const names = { prefix: 'x_' }
const notes = table('notes', { id: text, body: text })
const index: Searched = { name: 'notes_search', table: 'notes', key: arrivalColumn, column: 'body' }
const searchable: Searchable<typeof notes.columns> = { index, table: notes, textOf: ({ body }) => body }

const line = defineLine({
  name: 'notes',
  dialects: DIALECTS,
  migrations: [
    {
      id: '001',
      description: 'notes',
      up: script(names, (words) => [
        `CREATE TABLE ${words.table('notes')} (id ${words.id} NOT NULL PRIMARY KEY, body ${words.text} NOT NULL${words.rowNumber})${words.options}`,
        `INSERT INTO ${words.table('notes')} (id, body) VALUES ('z', 'bird of before')`,
      ]),
      down: script(names, (words) => [`DROP TABLE ${words.table('notes')}`]),
    },
    { id: '002', description: 'search', ...searchIndex(names, index) },
  ],
})

onEveryEngine(
  line,
  (database) => {
    beforeAll(async () => {
      for (const id of ['b', 'a', 'c']) await database.handle().run(`INSERT INTO x_notes (id, body) VALUES ('${id}', 'bird ${id}')`)
    })

    test('the newest first by when they came, with the columns of the table and no other', async () => {
      const on = database.handle()
      const rows = await search(on, searchable, 'bird', all, {}, {})
      expect(rows.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'z'])
      expect(rows[0]).toEqual({ id: 'c', body: 'bird c' })
      expect((await search(on, searchable, 'of', all, {}, {})).map(({ id }) => id)).toEqual(['z'])
      await on.run("UPDATE x_notes SET id = 'd' WHERE id = 'c'")
      await on.run("UPDATE x_notes SET body = 'nest' WHERE id = 'a'")
      await on.run("DELETE FROM x_notes WHERE id = 'b'")
      expect((await search(on, searchable, 'bird', all, {}, {})).map(({ id }) => id)).toEqual(['d', 'z'])
    })

    test('down and up again', async () => {
      const migrator = new Migrator(database.driver(), line)
      expect(await migrator.down({ to: '001' })).toMatchObject({ outcome: 'migrated' })
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect(await search(database.handle(), searchable, 'nest', all, {}, {})).toHaveLength(1)
    })
  },
  names,
)
