// Owns: the subpath `@godwit/core/driver`, all that a driver may see of core.
// Must not know: migrations, plans, the bookkeeping.

export { mysql } from './dialect/mysql.ts'
export { postgres } from './dialect/postgres.ts'
export { sqlite } from './dialect/sqlite.ts'
export type { Dialect, DialectFamily, DialectFlavor } from './model/dialect.ts'
export type { Block, Capabilities, Copy, Driver, Executor, Outcome, Purpose, Row, Session, SqlValue, Transaction } from './model/driver.ts'
// What every driver refuses alike.
export { assertBindable, assertFits64, unbindable } from './model/bindable.ts'
export { clientError } from './model/client-error.ts'
export { DriverError, isDriverError } from './model/driver-error.ts'
export type { ClientState, ClientTrouble, DriverErrorInit, DriverReason } from './model/driver-error.ts'
export { assertNotCancelled, openingCancelled } from './model/opening-cancelled.ts'
// What every driver leaves out of what it says.
export { withoutSecrets } from './pure/words/without-secrets.ts'
// For a driver that gives out `Transaction.native` and can look at what is sent over it.
export { codeGuard } from './pure/statement/code-guard.ts'
export type { CodeGuard } from './pure/statement/code-guard.ts'
// For a client that runs the first statement of a text and drops the rest in silence: it has to be refused before.
export { split } from './pure/lexing/split.ts'
export type { Splitting } from './pure/lexing/split.ts'
// For a client without parameters of its own that can be trusted: where each token stands.
export { walk } from './pure/lexing/walk.ts'
export type { Refusal, Surroundings, Visitor } from './pure/lexing/walk.ts'
