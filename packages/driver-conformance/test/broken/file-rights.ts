// Owns: drivers that tell something else to whoever may not write, or not look.
// Must not know: how they are found out.

import { statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { DriverError, type Driver, type DriverErrorInit } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import { refuse } from './but.ts'
import type { Bug } from './bug.ts'

const FOLDER = 'somebody who may not write in the folder hears that the file cannot be opened, and which; nothing comes into being'
const FILE = 'somebody who may not write in the file reads it, and is refused with storage when he writes; the file is as it was'
const LOOK = 'somebody who may not look into the folder hears that the file cannot be opened, and is not shown an empty database'

/** Every refusal has something in it changed. */
function telling(path: string, init: Partial<DriverErrorInit>): Driver {
  const told = (error: unknown): never => refuse(error, init)
  return alter(reference(path), {
    open: (sound, purpose, signal) => sound.open(purpose, signal).catch(told),
    run: (executor, text, params) => executor.run(text, params).catch(told),
  })
}

export const fileRights: readonly Bug[] = [
  {
    bug: 'takes everything for a lack of rights',
    make: (path) => telling(path, { reason: 'permission' }),
    caughtBy: [FOLDER, FILE, LOOK],
    says: /(unable to open database file|attempt to write a readonly database)[^]*'permission'/,
  },
  {
    bug: 'is never sure whether a refused statement was applied',
    make: (path) => telling(path, { outcome: 'unknown' }),
    caughtBy: [FOLDER, FILE],
    says: /\+ +outcome: 'unknown'/,
  },
  {
    bug: 'wants everything tried again, and has no codes',
    make: (path) => telling(path, { retryable: true, code: undefined }),
    caughtBy: [FOLDER],
    says: /\+ +code: undefined,[^]*\+ +retryable: true/,
  },
  {
    bug: 'names no file',
    make: (path) => telling(path, { message: 'unable to open database file' }),
    caughtBy: [FOLDER],
    says: /does not name a file in/,
  },
  {
    bug: 'leaves a note beside the file when it is opened for reading',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          if (purpose === 'read') await appendFile(`${path}.note`, 'read')
          return sound.open(purpose, signal)
        },
      }),
    caughtBy: [FOLDER],
    says: /laws\.db\.note/,
  },
  {
    bug: 'opens a file for writing or not at all',
    make: (path) =>
      alter(reference(path), {
        open: (sound, purpose, signal) => {
          const found = statSync(path, { throwIfNoEntry: false })
          if (found === undefined || (found.mode & 0o222) !== 0) return sound.open(purpose, signal)
          throw new DriverError({ reason: 'storage', message: 'the file is read-only', outcome: 'not-applied' })
        },
      }),
    caughtBy: [FILE],
    says: /the file is read-only/,
  },
  {
    bug: 'writes into a file that it only reads',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          if (purpose === 'write') return sound.open(purpose, signal)
          const writer = await sound.open('write')
          await writer.run('PRAGMA user_version = 7')
          return writer
        },
      }),
    caughtBy: [FILE],
    says: /the file was changed/,
  },
  {
    bug: 'takes a file that it cannot look at for none',
    make: (path) =>
      alter(reference(path), {
        open: (sound, purpose, signal) => {
          try {
            statSync(path)
          } catch {
            if (purpose === 'read') return reference(':memory:').open('write')
          }
          return sound.open(purpose, signal)
        },
      }),
    caughtBy: [LOOK],
    says: /opening for reading: was not refused/,
  },
]
