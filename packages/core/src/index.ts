// Owns: the public surface of `@godwit/core`. Drivers have one of their own: `@godwit/core/driver`.
// Must not know: anything; it only names.

export { isDriverError, DriverError } from './model/driver-error.ts'
export type { ClientState, ClientTrouble, DriverReason } from './model/driver-error.ts'
export type { CatalogueSql } from './model/catalogue.ts'
export type { Difference } from './model/difference.ts'
export type { Dialect, DialectFamily, DialectFlavor } from './model/dialect.ts'
export type { Capabilities, Copy, Driver, Executor, Outcome, Row, Session, SqlValue, Transaction } from './model/driver.ts'
export { isMigrateError, MigrateError } from './model/error.ts'
export type { AnyMigrateError, ErrorCode, ErrorDetails } from './model/error.ts'
export type { MigrateEvent, MigrateMessage, ObservedRun, Observer } from './model/event.ts'
export type { Direction, Journal, Receipt, StepRecord } from './model/journal.ts'
export { code, defineLine, defineMigration, steps } from './model/migration.ts'
export type {
  Check,
  CodeContext,
  CodeScript,
  Line,
  Migration,
  MigrationFor,
  Script,
  SqlFragment,
  SqlScript,
  SqlVariants,
  StepsContext,
  StepsScript,
  VariantName,
} from './model/migration.ts'
export type { Claimed, Conversion, Form, Original, Unfit } from './model/original.ts'
export type { Plan, Planning, Step } from './model/plan.ts'
export type { Place, Problem, ProblemCode } from './model/problem.ts'
export type {
  Footprint,
  MigrationHalfWay,
  MigrationResult,
  MigrationState,
  MigrationStatus,
  MigrationSummary,
  Proof,
  RehearsedStep,
  Report,
  Status,
  StepResult,
  TableLock,
  ValidationResult,
} from './model/report.ts'
export type { SchemaHealth } from './model/schema-health.ts'
export type { Settlement } from './model/settlement.ts'
export type { MigrationSource } from './model/source.ts'
export type { Statement } from './model/statement.ts'
export type { Target } from './model/target.ts'
export { compareId } from './pure/line/compare-id.ts'
export { describeDifference } from './pure/words/describe-difference.ts'
export { describeHealth } from './pure/words/describe-health.ts'
export type { HealthAnswer } from './pure/words/describe-health.ts'
export { describeProblem } from './pure/words/describe-problem.ts'
export type { Description } from './pure/words/describe-problem.ts'
export { differenceKey } from './pure/schema/differences.ts'
export { nearest } from './pure/line/nearest.ts'
export { orderLines } from './pure/planning/requirement.ts'
export { adopt } from './shell/take-over/adopt.ts'
export type { Adoption, AdoptOptions } from './shell/take-over/adopt.ts'
export { bringUp } from './shell/bring-up.ts'
export type { BroughtUp } from './shell/bring-up.ts'
export { examine } from './shell/schema/examine.ts'
export type { Examination } from './shell/schema/examine.ts'
export { migrateLines } from './shell/migrate-lines.ts'
export type { LineReport } from './shell/migrate-lines.ts'
export { Migrator } from './shell/migrator.ts'
export type { UpOptions } from './shell/up-options.ts'
export type { Call, MigrateOptions, PlanOptions, RehearseOptions, Stage, ValidateOptions } from './shell/context/call.ts'
export type { MigratorOptions } from './shell/context/migrator-options.ts'
export { takeOver } from './shell/take-over/take-over.ts'
export type { TakeOver, TakeOverOptions } from './shell/take-over/take-over.ts'
export { CHANNEL } from './shell/context/notify.ts'
export type { Unresolved, Verdict } from './model/unresolved.ts'
export type { Effect, EffectObject, Presence } from './model/effect.ts'
export type { Group } from './model/group.ts'
export type { Intent } from './model/journal.ts'
