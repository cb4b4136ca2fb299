// Owns: the list of all laws, in the order in which they are worth reading.
// Must not know: what any of them says.

import type { Law } from '../law.ts'
import { awaited } from './awaited.ts'
import { batch } from './batch.ts'
import { cancel } from './cancel.ts'
import { capabilities } from './capabilities.ts'
import { check } from './check.ts'
import { commitUnknown } from './commit-unknown.ts'
import { connection } from './connection.ts'
import { contention } from './contention.ts'
import { copies } from './copies.ts'
import { crash } from './crash.ts'
import { errors } from './errors.ts'
import { fence } from './fence.ts'
import { foreignKeys } from './foreign-keys.ts'
import { leftOpen } from './left-open.ts'
import { noJournal } from './no-journal.ts'
import { noValue } from './no-value.ts'
import { once } from './once.ts'
import { ordered } from './ordered.ts'
import { parameters } from './parameters.ts'
import { processes } from './processes.ts'
import { purity } from './purity.ts'
import { fileRights } from './file-rights.ts'
import { rebuild } from './rebuild.ts'
import { rehearse } from './rehearse.ts'
import { rehearseElsewhere } from './rehearse-elsewhere.ts'
import { schema } from './schema.ts'
import { sessions } from './sessions.ts'
import { timeLimit } from './time-limit.ts'
import { transactions } from './transactions.ts'
import { upDownUp } from './up-down-up.ts'
import { values } from './values.ts'
import { work } from './work.ts'

/** Of the driver alone: text to a database and answers back. */
export const driverLaws: readonly Law[] = [
  ...capabilities,
  ...values,
  ...noValue,
  ...errors,
  ...fileRights,
  ...timeLimit,
  ...transactions,
  ...leftOpen,
  ...noJournal,
  ...contention,
  ...work,
  ...batch,
  ...ordered,
  ...foreignKeys,
  ...sessions,
  ...processes,
  ...connection,
]

/** Of the product on this driver: what a user is promised. */
const productLaws: readonly Law[] = [
  ...once,
  ...crash,
  ...commitUnknown,
  ...awaited,
  ...check,
  ...parameters,
  ...fence,
  ...upDownUp,
  ...schema,
  ...rebuild,
  ...rehearse,
  ...copies,
  ...rehearseElsewhere,
  ...purity,
  ...cancel,
]

export const laws: readonly Law[] = [...driverLaws, ...productLaws]
