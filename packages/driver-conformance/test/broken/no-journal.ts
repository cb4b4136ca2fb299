// Owns: a driver that goes on where nothing could be taken back.
// Must not know: how it is found out.

import Database from 'better-sqlite3'
import { reference } from '../reference/driver.ts'
import { sessionOn } from '../reference/session.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'

export const noJournal: readonly Bug[] = [
  {
    bug: 'begins a transaction without a journal',
    // The client forbids it by default; that of libSQL does not.
    make: (path) => alter(reference(path), { open: async () => sessionOn(new Database(path).unsafeMode(true)) }),
    caughtBy: ['what fails, or is rolled back, leaves the database as it was, also where a text has switched the journal off'],
    says: /reading after a batch: .*(?:malformed|not a database)|rows after a/,
  },
]
