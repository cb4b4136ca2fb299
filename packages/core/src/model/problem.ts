// Owns: every reason why a plan is refused, with what the reader needs to decide.
// Must not know: how they are found, how they are worded.

import type { EffectObject, Presence } from './effect.ts'
import type { Direction } from './journal.ts'
import type { Target } from './target.ts'

/** Where in a script, for `file:line:column`. */
export interface Place {
  readonly file: string | undefined
  readonly line: number
  readonly column: number
  /** The statement as written. */
  readonly text: string
}

export type Problem =
  /** The migration was applied with another meaning. `recorded` is `manual` in a warning about a row written by hand. */
  | {
      readonly code: 'CHECKSUM_CHANGED'
      readonly id: string
      readonly recorded: string
      readonly found: string
      readonly origin: string | undefined
    }
  | { readonly code: 'CHECKSUM_MANUAL'; readonly id: string }
  /** Applied, and the code does not have it. */
  | { readonly code: 'UNKNOWN_APPLIED'; readonly id: string; readonly nearest: string | undefined }
  /** Applied under another line's name. */
  | { readonly code: 'OTHER_LINE'; readonly id: string; readonly line: string; readonly otherLine: string }
  /** Not applied, and a later one is, or has begun. */
  | { readonly code: 'OUT_OF_ORDER'; readonly id: string; readonly after: string; readonly standing: 'applied' | 'half way' }
  | { readonly code: 'VARIANT_MISSING'; readonly id: string; readonly dialect: string; readonly present: readonly string[] }
  | { readonly code: 'IRREVERSIBLE'; readonly id: string }
  /** It has done something here, and goes down on other engines only. */
  | { readonly code: 'IRREVERSIBLE_HERE'; readonly id: string; readonly dialect: string; readonly present: readonly string[] }
  | { readonly code: 'TARGET_UNKNOWN'; readonly target: string; readonly nearest: string | undefined }
  | { readonly code: 'TARGET_INVALID'; readonly target: Target; readonly reason: string }
  | { readonly code: 'REQUIREMENT_UNMET'; readonly line: string; readonly requirement: string }
  /** Another line's applied migrations require what would be taken back. */
  | { readonly code: 'REQUIRED_BY'; readonly line: string; readonly otherLine: string; readonly requirement: string }
  /** The lexer met something that no server reads, or a string or comment without an end. */
  | { readonly code: 'SQL_UNREADABLE'; readonly id: string; readonly reason: string; readonly place: Place }
  /** Only white space and comments: it would be recorded, and nothing done. */
  | { readonly code: 'SCRIPT_EMPTY'; readonly id: string; readonly script: 'up' | 'down' | 'recorded down' }
  /** What the receipt kept is not what was written there. A warning where the code has a way back of its own. */
  | { readonly code: 'RECORDED_DOWN_UNREADABLE'; readonly id: string; readonly reason: string }
  /** `BEGIN`, `COMMIT`, `ROLLBACK` in a script: the transaction is ours. */
  | {
      readonly code: 'TRANSACTION_CONTROL'
      readonly id: string
      readonly keyword: string
      readonly place: Place
      /** What the engine makes of DDL in a transaction. */
      readonly schemaChanges: 'transactional' | 'commit by themselves'
    }
  /** `SET sql_log_bin`, `SET wsrep_on`: replicas would have neither what follows nor the records that it ran. */
  | { readonly code: 'RECORDS_UNREPLICATED'; readonly id: string; readonly variable: string; readonly place: Place }
  /** A statement that the engine refuses inside a transaction, in a migration that is one. */
  | { readonly code: 'TRANSACTION_REFUSED'; readonly id: string; readonly keyword: string; readonly place: Place }
  /** A parameter in a script, where nobody gives it a value: the engine would take NULL in silence. */
  | { readonly code: 'PARAMETER_UNBOUND'; readonly id: string; readonly parameter: string; readonly place: Place }
  /** Inside a transaction it is silently ignored. */
  | { readonly code: 'PRAGMA_IGNORED'; readonly id: string; readonly place: Place }
  /** Dropping the table to rebuild it would delete the rows of those that refer to it. */
  | { readonly code: 'REBUILD_UNSAFE'; readonly id: string; readonly table: string; readonly place: Place }
  /** It wants them off, and they are, and are checked, around one transaction: statement by statement they would stay in force. */
  | { readonly code: 'FOREIGN_KEYS_IN_FORCE'; readonly id: string }
  /** Because of this statement the migration is not one transaction: a warning. */
  | { readonly code: 'NOT_ONE_TRANSACTION'; readonly id: string; readonly keyword: string; readonly place: Place }
  /** What a line would make has a name that something else has. Nothing of the line was run. */
  | {
      readonly code: 'NAME_TAKEN'
      readonly id: string
      readonly line: string
      readonly object: EffectObject
      /** The migration of another line that makes it before, in the same call. Undefined: it is there. */
      readonly by: { readonly line: string; readonly id: string } | undefined
      readonly place: Place
    }
  /** What a line that is new here would make is to lie in a schema, on MySQL a database, that is not there. Nothing of the line was run. */
  | {
      readonly code: 'SCHEMA_MISSING'
      readonly id: string
      readonly line: string
      readonly schema: string
      readonly object: EffectObject
      readonly place: Place
    }
  /** Another tool has applied migrations here, and a line whose migrations are files is new: they may be the same. */
  | {
      readonly code: 'OTHER_HISTORY'
      readonly line: string
      readonly tool: string
      /** Where that tool keeps what it has applied. */
      readonly table: string
      /** The last migration that would run. */
      readonly to: string
    }
  /** It ran, or began to, and nobody knows what became of it. */
  | {
      readonly code: 'STATEMENT_UNRESOLVED'
      readonly id: string
      readonly n: number
      readonly session: string | undefined
      readonly place: Place
      /** The database's clock, ISO 8601, UTC. */
      readonly startedAt: string
      /** What the catalogue said of its effect before it ran; undefined where the effect cannot be told. */
      readonly before: Presence | undefined
      /** Where its session is hidden from this user, and so may still be at work: what would show it. */
      readonly sight: string | undefined
    }
  /** Begun and not ended, and not to be ended by this plan: it is to be finished first, in its own direction. */
  | {
      readonly code: 'HALF_WAY'
      readonly line: string
      readonly id: string
      /** Which way it was going. */
      readonly way: Direction
      /** How many of its statements, or of its durable steps, have run. */
      readonly done: number
      readonly unit: 'statement' | 'step'
      readonly inCode: 'present' | 'absent'
    }
  /** To be recorded although it is half way up: what is left of it does not run. A warning. */
  | { readonly code: 'HALF_WAY_RECORDED'; readonly id: string; readonly done: number; readonly unit: 'statement' | 'step' }
  /** Of a migration that is half way, what has run was changed. `recorded down`: what the receipt kept is not what was begun. */
  | { readonly code: 'PREFIX_CHANGED'; readonly id: string; readonly n: number; readonly script: 'up' | 'down' | 'recorded down' }
  /** Of a migration that is half way: what a finished statement left in its session, which has ended, and another one needs. */
  | {
      readonly code: 'SESSION_VALUE_LOST'
      readonly id: string
      /** As a script writes it: `@id`, `sql_mode`, `LAST_INSERT_ID()`. */
      readonly name: string
      /** Of the statement that gave the value. */
      readonly n: number
      readonly place: Place
      readonly neededBy: Place
    }
  /** `up --plan` or `down --plan` named another plan. */
  | { readonly code: 'PLAN_CHANGED'; readonly wanted: string; readonly found: string }
  /** Moved by somebody else since this run chose what it means: it stands on what would be taken back, or lies below what would run. */
  | { readonly code: 'OVERTAKEN'; readonly id: string; readonly direction: Direction }
  /** A gap in a numbered sequence: a warning. */
  | { readonly code: 'GAP'; readonly before: string; readonly after: string }
  /** `down` is not what it was when the migration ran: a warning. */
  | { readonly code: 'DOWN_CHANGED'; readonly id: string }

export type ProblemCode = Problem['code']
