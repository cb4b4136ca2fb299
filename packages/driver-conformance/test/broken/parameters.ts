// Owns: drivers on which a parameter without a value goes unseen, or one with a value loses it.
// Must not know: how they are found out.

import { mysql } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'

const SCRIPT = 'a parameter in a script, which has no values, is refused before anything runs, where the engine would take NULL for it'
const FUNCTION = 'a parameter in a function is refused without its value, where the engine would take NULL for it, and taken with it'

export const parameters: readonly Bug[] = [
  {
    bug: 'has the strings of another dialect',
    make: (path) =>
      alter(reference(path), {
        dialect: (sound) => ({ ...sound, lexis: { ...sound.lexis, backslashEscapes: mysql.lexis.backslashEscapes } }),
      }),
    caughtBy: [SCRIPT, FUNCTION],
    says: /(- +'PARAMETER_UNBOUND',[^]*){3}|did not match the regular expression \/has a parameter/,
  },
  {
    bug: 'makes a table when it is opened',
    make: (path) =>
      alter(reference(path), {
        open: async (sound, purpose, signal) => {
          const session = await sound.open(purpose, signal)
          await session.run('CREATE TABLE IF NOT EXISTS driver_state (n INTEGER)')
          return session
        },
      }),
    caughtBy: [SCRIPT],
    says: /tables/,
  },
  {
    bug: 'takes any value of a transaction for NULL',
    make: (path) =>
      alter(reference(path), {
        run: (executor, text, params) => executor.run(text, 'commit' in executor ? params?.map(() => null) : params),
      }),
    caughtBy: [FUNCTION],
    says: /\+ +null/,
  },
]
