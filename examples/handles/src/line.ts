// Owns: something to migrate.
// Must not know: whose handle it goes through.

import type { Line } from '@godwit/core'

export const books: Line = {
  name: 'books',
  migrations: [{ id: '001', description: 'books', up: ['CREATE TABLE books (title TEXT NOT NULL)'], down: ['DROP TABLE books'] }],
}
