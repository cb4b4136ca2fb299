// Owns: what an engine's catalogue says of tables, and the queries by which it is asked.
// Must not know: migrations, what is compared with what.

/** Tables are named as a statement in the default schema names them; `schema.table` where they lie in another one. */
export interface CatalogueSql {
  /**
   * Query: rows of `{ name, kind }` for everything that a user can have made, except what comes and goes with a table of its own.
   * `kind` is `table`, `relation` for what else has a name among tables, or another word.
   */
  readonly names: string
  /** Query: rows of `{ tab, col, declared, nullable }`, `nullable` 0 or 1, in the order of the columns. */
  readonly columns: (tables: readonly string[]) => string
  /**
   * Query: rows of `{ tab, idx, kind, nth, col, part, named }`; `kind` is `primary`, `unique` or `index`; `part` is 1 where it has some
   * rows only, `named` where a statement can say `idx` and mean this index.
   */
  readonly indexes: (tables: readonly string[]) => string
  /** Query: rows of `{ tab, id, nth, col, to_tab, to_col, on_delete, on_update }`; `to_col` is null where the primary key is meant. */
  readonly references: (tables: readonly string[]) => string
  /** What two declared types have in common that hold the same. */
  readonly sameType: (declared: string) => string
}

export interface Column {
  readonly name: string
  /** As the catalogue writes it. */
  readonly type: string
  readonly nullable: boolean
}

export interface Key {
  /** Undefined where it is not an index by itself: what a constraint brought. */
  readonly name: string | undefined
  readonly columns: readonly string[]
  /** Of a unique key or an index: whether it is of some rows only. */
  readonly part: boolean
}

export interface Reference {
  readonly columns: readonly string[]
  readonly table: string
  /** Empty where the primary key is meant. */
  readonly to: readonly string[]
  readonly onDelete: string
  readonly onUpdate: string
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly primary: readonly string[]
  readonly unique: readonly Key[]
  readonly indexes: readonly Key[]
  readonly references: readonly Reference[]
}
