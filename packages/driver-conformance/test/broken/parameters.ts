// Owns: drivers on which a parameter without a value goes unseen.
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
]
