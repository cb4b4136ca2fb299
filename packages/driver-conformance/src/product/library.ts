// Owns: the migrations that the product laws run: every kind of step, and statements that a second time would show.
// Must not know: laws, bookkeeping.

import { code, steps, type Migration } from '@godwit/core'
import type { Facts } from '../law.ts'

/**
 * `tally` gets a row from every migration and has no key: what happened twice is there twice. So does `width`, which is
 * only ever added to. One statement for each string, so that it can be found again among the messages of a run.
 */
export function library({ words, dialect }: Pick<Facts, 'words' | 'dialect'>): readonly Migration[] {
  const { text, integer } = words.types
  const shelves = dialect.identifier('shelves')
  const narrow = `(id ${integer} PRIMARY KEY, name ${text})`
  const wide = `(id ${integer} PRIMARY KEY, name ${text}, width ${integer} NOT NULL DEFAULT 1)`
  const note = (what: string): string => `INSERT INTO tally (what) VALUES ('${what}')`
  const forget = (what: string): string => `DELETE FROM tally WHERE what = '${what}'`
  const rebuilt = (columns: string): readonly string[] => [
    `CREATE TABLE shelves_new ${columns}`,
    'INSERT INTO shelves_new (id, name) SELECT id, name FROM shelves',
    'DROP TABLE shelves',
    `ALTER TABLE shelves_new RENAME TO ${shelves}`,
  ]
  const rebuild = dialect.rebuild !== undefined
  return [
    {
      id: '0001',
      description: 'tables and rows',
      up: [
        `CREATE TABLE tally (what ${text})`,
        `CREATE TABLE ${shelves} ${narrow}`,
        "INSERT INTO shelves (id, name) VALUES (1, 'north'), (2, 'south')",
        note('first'),
      ],
      // Not the text of the rebuild below: it must be known which of the two a run is at.
      down: ['DROP TABLE IF EXISTS shelves', 'DROP TABLE tally'],
    },
    {
      id: '0002',
      description: 'a table that refers to another',
      up: [
        `CREATE TABLE books (id ${integer} PRIMARY KEY, shelf ${integer} NOT NULL, pages ${integer} NOT NULL, FOREIGN KEY (shelf) REFERENCES shelves (id) ON DELETE CASCADE)`,
        'CREATE INDEX books_shelf ON books (shelf)',
        'INSERT INTO books (id, shelf, pages) SELECT id + 10, id, 100 FROM shelves',
        note('second'),
      ],
      down: [forget('second'), 'DROP TABLE books'],
    },
    {
      id: '0003',
      description: 'a rebuild of the table that is referred to',
      foreignKeys: 'suspended',
      up: [...(rebuild ? rebuilt(wide) : [`ALTER TABLE shelves ADD COLUMN width ${integer} NOT NULL DEFAULT 1`]), note('third')],
      down: [forget('third'), ...(rebuild ? rebuilt(narrow) : ['ALTER TABLE shelves DROP COLUMN width'])],
    },
    {
      id: '0004',
      description: 'a function in one transaction',
      up: code('1', async ({ sql }) => {
        const { rows } = await sql.run('SELECT COUNT(*) AS books FROM books')
        await sql.run(`UPDATE books SET pages = pages + ${Number(rows[0]?.['books'])}`)
        await sql.run(note('fourth'))
      }),
      down: code('1', async ({ sql }) => {
        await sql.run('UPDATE books SET pages = pages - 2')
        await sql.run(forget('fourth'))
      }),
    },
    {
      id: '0005',
      description: 'a function of durable steps',
      up: steps('1', async ({ step }) => {
        const books = await step('count', async ({ sql }) => {
          await sql.run(note('fifth, counting'))
          return (await sql.run('SELECT id FROM books')).rows.length
        })
        for (const shelf of [1, 2]) {
          await step(`widen ${shelf}`, async ({ sql }) => {
            await sql.run(`UPDATE shelves SET width = width + ${books} WHERE id = ${shelf}`)
            await sql.run(note(`fifth, shelf ${shelf}`))
          })
        }
      }),
      down: [forget('fifth, counting'), forget('fifth, shelf 1'), forget('fifth, shelf 2'), 'UPDATE shelves SET width = width - 2'],
    },
    {
      id: '0006',
      description: 'a migration that looks first',
      check: "SELECT COUNT(*) FROM tally WHERE what = 'sixth'",
      up: ['CREATE VIEW wide_shelves AS SELECT id FROM shelves WHERE width > 1', 'UPDATE shelves SET width = width + 1', note('sixth')],
      down: [forget('sixth'), 'UPDATE shelves SET width = width - 1', 'DROP VIEW wide_shelves'],
    },
    {
      id: '0007',
      description: 'one more table',
      up: [`CREATE TABLE readers (id ${integer} PRIMARY KEY)`, 'INSERT INTO readers (id) VALUES (1)', note('seventh')],
      down: [forget('seventh'), 'DROP TABLE readers'],
    },
  ]
}

/** Long enough that runners who start together are at work together. */
export function longLibrary(facts: Pick<Facts, 'words' | 'dialect'>): readonly Migration[] {
  const more = Array.from({ length: 40 }, (_, index): Migration => {
    const id = String(1000 + index)
    return { id, description: `table ${id}`, up: [`CREATE TABLE made_by_${id} (id INTEGER)`, `INSERT INTO tally (what) VALUES ('${id}')`] }
  })
  return [...library(facts), ...more]
}

/**
 * Migrations whose statements are recorded one by one, as where DDL commits by itself. Where there is such a thing, one of
 * the statements, `unseenIn`, leaves nothing that tells whether it ran.
 */
export function journaledLibrary(facts: Pick<Facts, 'words' | 'dialect'>): readonly Migration[] {
  const unseen = unseenIn(facts)
  const last: Migration = {
    id: '0003',
    description: 'one more table, and what nobody can see',
    up: [
      `CREATE TABLE readers (id ${facts.words.types.integer} PRIMARY KEY, age INTEGER)`,
      ...(unseen === undefined ? [] : [unseen]),
      "INSERT INTO tally (what) VALUES ('third')",
    ],
  }
  return [...library(facts).slice(0, 2), last].map((migration) => ({ ...migration, transaction: 'forbidden' as const }))
}

export function unseenIn({ words }: Pick<Facts, 'words'>): string | undefined {
  return words.unseen?.('readers', 'age')
}

/** The statements as they are sent, each once. */
export function statementsOf(migrations: readonly Migration[], direction: 'up' | 'down'): readonly string[] {
  return migrations.flatMap((migration) => {
    const script = migration[direction]
    return Array.isArray(script) ? (script as readonly string[]) : []
  })
}
