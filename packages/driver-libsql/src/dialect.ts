// Owns: what libSQL reads: SQLite, with variants of its own.
// Must not know: clients.

import { sqlite, type Dialect } from '@godwit/core/driver'

export const dialect: Dialect = { ...sqlite, flavor: 'libsql' }
