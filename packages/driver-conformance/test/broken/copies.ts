// Owns: drivers whose copies are none, and drivers in whose databases nothing can be rehearsed.
// Must not know: how they are found out.

import { chmod, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isDriverError, type Copy, type Driver } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'
import { refuse } from './but.ts'
import { rewriting } from './rewriting.ts'

const COPY = 'a copy has all that the database has, what is done to it stays in it, nobody else can read it, and nothing is left of it'
const COPY_OF_NOTHING = 'a copy of nothing is empty, can be written, and brings nothing into being'
const NO_PLACE = 'a copy for which there is no place is refused with storage, by the name of that place, and makes none'
const NO_DATABASE = 'what is no database is not copied, and nothing of it is left'
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
    bug: 'lets through what the file system says',
    make: (path) => failing(path, (error) => (isDriverError(error) ? error.cause : error)),
    caughtBy: [NO_PLACE],
    says: /no DriverError: .*ENOENT/,
  },
  {
    bug: 'takes a full disk for an unknown error',
    make: (path) => failing(path, (error) => refuse(error, { reason: 'unknown' })),
    caughtBy: [NO_PLACE],
    says: /ENOENT[^]*\+ 'unknown'\n- 'storage'/,
  },
  {
    bug: 'takes a file of something else for a lost connection',
    make: (path) => failing(path, (error) => refuse(error, { reason: 'connection' })),
    caughtBy: [NO_DATABASE],
    says: /connection: file is not a database/,
  },
  {
    bug: 'says of a copy only that it could not be made',
    make: (path) => failing(path, (error) => refuse(error, { message: 'no copy' })),
    caughtBy: [NO_PLACE],
    says: /no copy does not name/,
  },
  {
    bug: 'makes the folder for temporary files',
    make: (path) =>
      failing(path, async (error) => {
        await mkdir(tmpdir(), { recursive: true })
        return error
      }),
    caughtBy: [NO_PLACE],
    says: /places that were made/,
  },
  {
    bug: 'leaves the folder of a copy that failed',
    make: (path) =>
      alter(reference(path), {
        copy: async (sound) => {
          await mkdtemp(join(tmpdir(), 'godwit-laws-copy-'))
          return sound.copy?.() ?? memory()
        },
      }),
    caughtBy: [NO_DATABASE],
    says: /what is left of a copy/,
  },
  {
    bug: 'leaves tables that it was told to drop',
    make: (path) => rewriting(reference(path), (text) => text.replace(/^DROP TABLE IF EXISTS "migrations_lease"/, 'SELECT 1')),
    caughtBy: [IN_SCRATCH],
    says: /migrations_lease/,
  },
  {
    bug: 'swallows what a constraint refuses',
    make: (path) => rewriting(reference(path), (text) => text.replace(/^INSERT INTO shelves/, 'INSERT OR IGNORE INTO shelves')),
    caughtBy: [FAILS_IN_SCRATCH],
    says: /rehearsed/,
  },
  {
    bug: 'does not see tables of others',
    make: (path) =>
      rewriting(reference(path), (text) => text.replace('FROM sqlite_master WHERE', "FROM sqlite_master WHERE name <> 'kept' AND")),
    caughtBy: [NOT_EMPTY],
    says: /Missing expected rejection|kept/,
  },
]

/** What says that there is no copy passes through `change`. */
function failing(path: string, change: (error: unknown) => unknown): Driver {
  return alter(reference(path), {
    copy: async (sound) => {
      try {
        return (await sound.copy?.()) ?? memory()
      } catch (error) {
        throw await change(error)
      }
    },
  })
}

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
