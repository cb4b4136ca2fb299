// Owns: what an engine reads. A dialect is a plain value; every text that differs between engines comes from here.
// Must not know: drivers, sessions, migrations, the names of the bookkeeping tables.

import type { CatalogueSql } from './catalogue.ts'
import type { SqlValue } from './driver.ts'
import type { Building, Effect } from './effect.ts'
import type { Lexis } from './lexis.ts'

export type DialectFamily = 'sqlite' | 'postgres' | 'mysql'

/** An engine that reads a family's SQL with differences of its own. Its variant is tried before the family's. */
export type DialectFlavor = 'libsql' | 'mariadb' | 'cockroach' | 'yugabyte' | 'tidb'

/** Column types of the bookkeeping tables. */
export interface BookkeepingTypes {
  /** Text that may be part of a primary key. */
  readonly key: string
  /** Text without a practical limit. */
  readonly text: string
  /** A signed integer of 64 bits. */
  readonly integer: string
  /** An instant with milliseconds. */
  readonly timestamp: string
  /** Behind the columns of a table, where a server may be told to keep new ones in a way that does for other tables only. */
  readonly table?: string
}

/** How a table can be rebuilt although others refer to it. Only where dropping it would delete their rows. */
export interface ForeignKeyRebuild {
  /**
   * A query with a row for each dangling reference: `table`, `rowid`, `parent`.
   * @see https://www.sqlite.org/pragma.html#pragma_foreign_key_check
   */
  readonly violations: string
  /** A query with a row where foreign keys are in force, and none where they are suspended. */
  readonly enforced: string
}

/** What a transaction does to tables that were there before it, besides what its statements say. */
export interface FootprintSql {
  /** Query: rows of `{ id, name, file }`, the tables that are there; `file` changes when a table is written anew. Without those `except`, as statements name them. */
  readonly tables: (except: readonly string[]) => string
  /** Query: rows of `{ id, mode }`, the locks on tables that this transaction holds. */
  readonly locks: string
}

/** Which schema a name without one means: a script may change that with `SET search_path` or `USE`. */
export interface HomeSql {
  /** Expression: the schema in which a statement finds that table, which is there. */
  readonly of: (table: string) => string
  /** Expression: the schema in which a statement would make one; NULL where there is none. */
  readonly here: string
}

/** What opens a transaction that may write, and what ends it, as texts of a batch whose blocks are no transactions. */
export interface TransactionSql {
  readonly begin: string
  readonly commit: string
  /**
   * Where a statement that writes locks the rows that it only reads, until its transaction ends: `keep` is a statement that
   * remembers the value of an expression for the session, without a lock, and `kept` the expression that gives it back.
   */
  readonly aside: { readonly keep: (expression: string) => string; readonly kept: string } | undefined
  /**
   * Where a transaction may reach the server in several messages, and a client that is stopped between two of them keeps its
   * locks: statements, the one after which the server ends this session, and takes back what is open in it, once it has been
   * silent for `ms` milliseconds or the least that it counts with, and the one that puts back what was in force before.
   */
  readonly silence: { readonly limit: (ms: number) => string; readonly lift: string } | undefined
  /** Statements: commit what one by itself may have left open, and let each that follows commit by itself. None where none can. */
  readonly afterwards: readonly string[]
}

/** Asking about, and ending, the work of other sessions. `id` is a `Session.id` of this family's form. */
export interface SessionSql {
  /**
   * Query: a row of `{ state }` while that server session is at work, and none otherwise. `running`: it is; `elsewhere`: only
   * another server of the cluster could tell; `hidden`: this user is not shown it, so it may be. `since` is when it wrote its intent, as `iso` gives it: a session that began
   * later only has the same number. Undefined for an id of another form: then nobody can be asked.
   */
  readonly running: (id: string, since: string) => string | undefined
  /** Statement: ends what that session is at work on; the session stays. */
  readonly cancel: (id: string, since: string) => string | undefined
  /** What an administrator says so that a user is shown the sessions of others. For messages. */
  readonly sight: string
}

/** Of what is there and not usable. */
export interface RemainsSql {
  /** Query: rows of `{ name }`, as a statement writes it wherever it is said. */
  readonly find: string
  /** Statement: takes one of them away. */
  readonly remove: (name: string) => string
  /** `perhaps`: somebody else may be building it now, and it is told and left. */
  readonly ours: 'surely' | 'perhaps'
}

export interface Dialect {
  readonly family: DialectFamily
  readonly flavor: DialectFlavor | undefined
  readonly lexis: Lexis
  readonly types: BookkeepingTypes
  /** Expression: the server's clock, as a value of `types.timestamp`, advancing inside a transaction. */
  readonly now: string
  /** A name, quoted so that nothing in it is read as SQL. Throws `RangeError` on an empty name or a NUL. */
  readonly identifier: (name: string) => string
  /** A value as text. Throws `RangeError` on a number that is not finite. */
  readonly literal: (value: SqlValue) => string
  /** Expression: whole milliseconds between the timestamp `column` and now. */
  readonly elapsed: (column: string) => string
  /** Expression: the timestamp `column` as ISO 8601 text in UTC. */
  readonly iso: (column: string) => string
  /** Expression: the server's clock in whole milliseconds since 1970. */
  readonly epoch: string
  /** Query: a row of `{ version }`, as the server names itself. */
  readonly version: string
  /** Query: rows of `{ name }`, the columns of `table` in `schema`, or in the default one; no rows when there is no such table. */
  readonly columns: (table: string, schema?: string) => string
  /** Where a name without a schema is, at this moment of a session. Undefined where all tables of a database are in one. */
  readonly home: HomeSql | undefined
  /** Two lines cannot have tables whose names differ only in upper and lower case. */
  readonly foldsNames: boolean
  /**
   * The schema of the database itself, where a name without one may mean what is attached to a connection, or temporary, instead.
   * Undefined where the connection says which schema is meant.
   */
  readonly main: string | undefined
  /** Statement: makes a schema where it is not there. Undefined where all tables of a database are in one. */
  readonly createSchema: ((name: string) => string) | undefined
  /**
   * Expression: the rows of `from` as one JSON text, an array of arrays of `columns`. Present where a client gives one value
   * in less time than many rows.
   */
  readonly rowsAsJson: ((columns: readonly string[], from: string) => string) | undefined
  readonly transaction: TransactionSql
  /** Statements: whoever logged in, and the server's clock, whatever a script has said. None where it can say nothing of that kind. */
  readonly ours: readonly string[]
  /**
   * Expression: a `Presence`, or NULL where the catalogue cannot tell for certain. Undefined for an object that this engine
   * does not have. Without a schema an object is looked for where a statement would find it, or only where one would make it.
   */
  readonly probe: (effect: Effect, where: 'found' | 'made') => string | undefined
  /** For a schema that somebody else made: what its tables are made of. */
  readonly catalogue: CatalogueSql
  /**
   * Expression: 1 where nothing has a name yet that stands alone in its schema, 0 otherwise. `of`: in the whole database, or in the
   * schema in which a statement makes what it names without one.
   */
  readonly empty: { readonly expression: string; readonly of: 'database' | 'schema' }
  /**
   * Query: rows of `{ name }`, those of `names` that anything has which lies where a statement would make it, or in one of `schemas`,
   * whatever it is. Present where a probe for each of many names takes long.
   */
  readonly named: ((names: readonly string[], schemas: readonly string[]) => string) | undefined
  /**
   * Query: rows of `{ name }`, in lower case: the tables whose rows no rollback takes back, where a statement finds them without a schema;
   * and `''` where a table that says nothing of its engine is one. Undefined where there are none.
   */
  readonly unkept: string | undefined
  /** What an interrupted statement leaves. Undefined where it leaves nothing. */
  readonly remains: (effect: Effect | Building) => RemainsSql | undefined
  /** Undefined where a session cannot be at work unseen: whoever may write is the only one. */
  readonly sessions: SessionSql | undefined
  /** Present where the engine tells which tables a transaction has locked and written anew. */
  readonly footprint: FootprintSql | undefined
  /** Present where foreign keys must be suspended to rebuild a table. */
  readonly rebuild: ForeignKeyRebuild | undefined
}
