// Owns: the schema of this service.
// Must not know: who runs it, and when.

import { defineLine } from '@godwit/core'

export const notes = defineLine({
  name: 'notes',
  dialects: ['sqlite', 'postgres', 'mysql'],
  migrations: [
    {
      id: '001',
      description: 'notes',
      up: {
        sqlite: ['CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)'],
        postgres: ['CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL)'],
        mysql: ['CREATE TABLE notes (id bigint AUTO_INCREMENT PRIMARY KEY, text text NOT NULL)'],
      },
      down: ['DROP TABLE notes'],
    },
    {
      id: '002',
      description: 'who wrote a note',
      up: ['ALTER TABLE notes ADD COLUMN author varchar(100)'],
      down: ['ALTER TABLE notes DROP COLUMN author'],
    },
    {
      id: '003',
      description: 'notes from before are by nobody',
      up: ["UPDATE notes SET author = 'nobody' WHERE author IS NULL"],
      down: ["UPDATE notes SET author = NULL WHERE author = 'nobody'"],
    },
    {
      id: '004',
      description: 'notes are found by author',
      up: ['CREATE INDEX notes_author ON notes (author)'],
      down: { sqlite: ['DROP INDEX notes_author'], postgres: ['DROP INDEX notes_author'], mysql: ['DROP INDEX notes_author ON notes'] },
    },
  ],
})
