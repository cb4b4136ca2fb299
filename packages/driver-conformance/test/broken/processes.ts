// Owns: drivers whose locks other processes don't see, or never see the end of.
// Must not know: how they are found out.

import { builtUrl } from '../built.ts'
import type { Bug } from './bug.ts'
import { flaggedEverything } from './in-process-flag.ts'
import { lockFile } from './lock-file.ts'

export const processes: readonly Bug[] = [
  {
    bug: 'has a lock that is a flag in this process, well kept',
    make: flaggedEverything,
    built: { module: builtUrl('broken/in-process-flag.js'), factory: 'flaggedEverything' },
    caughtBy: ["writers: 'one' is the database's doing: a writer in another process is refused with lock-timeout, and refuses us"],
    says: /after another process was let in: was not refused/,
  },
  {
    bug: 'has a lock that outlives its process',
    make: lockFile,
    built: { module: builtUrl('broken/lock-file.js'), factory: 'lockFile' },
    caughtBy: ['the open transaction of a killed process is undone, and the next writer gets in'],
    says: /\.lock is there/,
  },
]
