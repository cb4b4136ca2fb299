// Owns: every seeded bug, by what it takes to try it.
// Must not know: laws.

import { awaited } from './awaited.ts'
import { batches } from './batches.ts'
import type { Bug } from './bug.ts'
import { checks } from './checks.ts'
import { claims } from './claims.ts'
import { copies } from './copies.ts'
import { connections } from './connections.ts'
import { errors } from './errors.ts'
import { fileRights } from './file-rights.ts'
import { foreignKeys } from './foreign-keys.ts'
import { noJournal } from './no-journal.ts'
import { noValue } from './no-value.ts'
import { parameters } from './parameters.ts'
import { processes } from './processes.ts'
import { products } from './products.ts'
import type { ServerBug } from './servers/bug.ts'
import { claims as claimsOnServers } from './servers/claims.ts'
import { products as productsOnServers } from './servers/products.ts'
import { refusals } from './servers/refusals.ts'
import { sessions } from './sessions.ts'
import { transactions } from './transactions.ts'
import { values } from './values.ts'

export const bugs: readonly Bug[] = [
  ...claims,
  ...values,
  ...noValue,
  ...errors,
  ...fileRights,
  ...transactions,
  ...noJournal,
  ...batches,
  ...foreignKeys,
  ...sessions,
  ...processes,
  ...connections,
  ...products,
  ...awaited,
  ...checks,
  ...parameters,
  ...copies,
]

export const serverBugs: readonly ServerBug[] = [...claimsOnServers, ...refusals, ...productsOnServers]
