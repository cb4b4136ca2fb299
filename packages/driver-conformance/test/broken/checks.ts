// Owns: drivers that answer a migration's check with something else.
// Must not know: how they are found out.

import { reference } from '../reference/driver.ts'
import type { Bug } from './bug.ts'
import { reading } from './reading.ts'

const DECIDES = 'where a check is true or not 0, the migration is recorded and not run; where it is false, 0, NULL or nothing, it runs'
const A_TEXT =
  'a check that gives a text is refused, and nothing has run, of statements, of a function, of statements that are recorded one by one'
const A_TEXT_REHEARSED = 'a rehearsal refuses a check that gives a text too, where ddl is transactional'

export const checks: readonly Bug[] = [
  {
    bug: 'cuts numbers off behind the point',
    make: (path) => reading(reference(path), (value) => (typeof value === 'number' ? Math.trunc(value) : value)),
    caughtBy: [DECIDES],
    says: /\+ +'SELECT size FROM items'/,
  },
  {
    bug: 'knows no number below 0',
    make: (path) => reading(reference(path), (value) => (typeof value === 'number' ? Math.max(0, value) : value)),
    caughtBy: [DECIDES],
    says: /\+ +'SELECT -1'/,
  },
  {
    bug: 'gives integers beyond 2^53 as text',
    make: (path) => reading(reference(path), (value) => (typeof value === 'bigint' ? String(value) : value)),
    caughtBy: [DECIDES],
    says: /The check of migration '102' gives a text/,
  },
  {
    bug: 'reads NULL as the empty string',
    make: (path) => reading(reference(path), (value) => value ?? ''),
    caughtBy: [DECIDES],
    says: /The check of migration '110' gives a text/,
  },
  {
    bug: 'takes 0 for a number like others',
    make: (path) => reading(reference(path), (value) => (value === 0 ? 1 : value)),
    caughtBy: [DECIDES],
    says: /- +'SELECT 1 = 2'/,
  },
  {
    bug: 'makes booleans of words',
    make: (path) => reading(reference(path), (value) => (value === 'yes' ? true : value)),
    caughtBy: [A_TEXT, A_TEXT_REHEARSED],
    says: /\+ +'a function': 'migrated',\n\+ +'one by one': 'migrated',\n\+ +statements: 'migrated'|rehearsed/,
  },
]
