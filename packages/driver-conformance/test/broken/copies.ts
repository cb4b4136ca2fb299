// Owns: drivers whose copies are none, and drivers in whose databases nothing can be rehearsed.
// Must not know: how they are found out.

import { chmod, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Copy, Driver } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'
import { rewriting } from './rewriting.ts'

const COPY = 'a copy has all that the database has, what is done to it stays in it, nobody else can read it, and nothing is left of it'
const COPY_OF_NOTHING = 'a copy of nothing is empty, can be written, and brings nothing into being'
const IN_COPY = 'a rehearsal in a copy proves every step, from every state, up and down, and leaves the database as it was'
const MEETS_ROWS = 'a rehearsal in a copy meets the rows, and finds what fails outside of a transaction and in a function'
const IN_SCRATCH =
  'a rehearsal in a scratch database proves every step, from every state, up and down, leaves the database as it was and the other one empty'
const FAILS_IN_SCRATCH =
  'a rehearsal in a scratch database finds the statement that would fail, and says of what it could not take away where it is'
const NOT_EMPTY = 'a scratch database that has something in it, and one that is the database itself, are refused and not touched'

export const copies: readonly Bug[] = [
  {
    bug: 'gives itself for a copy',
    make: (path) => alter(reference(path), { copy: async (sound) => ({ driver: sound, remove: async () => {} }) }),
    caughtBy: [COPY, IN_COPY, MEETS_ROWS],
    says: /the database, after the copy was changed|from state 0|blocked/,
  },
  {
    bug: 'gives an empty database for a copy',
    make: (path) => alter(reference(path), { copy: async () => memory() }),
    caughtBy: [COPY, IN_COPY, MEETS_ROWS],
    says: /what the copy has|from state|rehearsed/,
  },
  {
    bug: 'makes the file that it is to copy',
    make: (path) =>
      alter(reference(path), {
        copy: async (sound) => {
          await (await sound.open('write')).run('PRAGMA user_version = 1')
          return memory()
        },
      }),
    caughtBy: [COPY_OF_NOTHING],
    says: /laws\.db/,
  },
  {
    bug: 'takes a copy away once',
    make: (path) =>
      alter(reference(path), {
        copy: (sound) => {
          let removed = 0
          const after = async (): Promise<void> => {
            removed += 1
            if (removed > 1) throw new Error('already gone')
          }
          return copyWith(sound, { after })
        },
      }),
    caughtBy: [COPY, COPY_OF_NOTHING],
    says: /already gone/,
  },
  {
    bug: 'lays its copies where everybody reads',
    make: (path) => alter(reference(path), { copy: (sound) => copyWith(sound, { before: (folder) => chmod(folder, 0o755) }) }),
    caughtBy: [COPY],
    says: /what others may do there/,
  },
  {
    bug: 'leaves the folder of a copy behind',
    make: (path) =>
      alter(reference(path), {
        copy: (sound) => copyWith(sound, { after: async (folder) => void (await mkdir(folder, { recursive: true })) }),
      }),
    caughtBy: [COPY],
    says: /is left/,
  },
  {
    bug: 'leaves tables that it was told to drop',
    make: (path) => rewriting(path, (text) => text.replace(/^DROP TABLE IF EXISTS "migrations_lease"/, 'SELECT 1')),
    caughtBy: [IN_SCRATCH],
    says: /migrations_lease/,
  },
  {
    bug: 'swallows what a constraint refuses',
    make: (path) => rewriting(path, (text) => text.replace(/^INSERT INTO shelves/, 'INSERT OR IGNORE INTO shelves')),
    caughtBy: [FAILS_IN_SCRATCH],
    says: /rehearsed/,
  },
  {
    bug: 'does not see tables of others',
    make: (path) => rewriting(path, (text) => text.replace('FROM sqlite_master WHERE', "FROM sqlite_master WHERE name <> 'kept' AND")),
    caughtBy: [NOT_EMPTY],
    says: /Missing expected rejection|kept/,
  },
]

interface Change {
  readonly before?: (folder: string) => Promise<void>
  readonly after?: (folder: string) => Promise<void>
}

/** A sound copy, with something done to its folder when it was made, and when it was taken away. */
async function copyWith(sound: Driver, { before, after }: Change): Promise<Copy> {
  const copy = await sound.copy?.()
  if (copy === undefined) throw new Error('the reference makes copies')
  const session = await copy.driver.open('read')
  const folder = dirname(String((await session.run('PRAGMA database_list')).rows[0]?.['file']))
  await session.close()
  await before?.(folder)
  return {
    driver: copy.driver,
    async remove() {
      await copy.remove()
      await after?.(folder)
    },
  }
}

function memory(): Copy {
  const driver = reference(':memory:')
  return { driver, remove: () => driver.close() }
}
