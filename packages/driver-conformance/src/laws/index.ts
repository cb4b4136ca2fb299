// Owns: the list of all laws, in the order in which they are worth reading.
// Must not know: what any of them says.

import type { Law } from '../law.ts'
import { batch } from './batch.ts'
import { capabilities } from './capabilities.ts'
import { errors } from './errors.ts'
import { processes } from './processes.ts'
import { sessions } from './sessions.ts'
import { transactions } from './transactions.ts'
import { values } from './values.ts'

export const laws: readonly Law[] = [...capabilities, ...values, ...errors, ...transactions, ...batch, ...sessions, ...processes]
