// Owns: what a statement of DDL makes appear or vanish, so that the catalogue can be asked whether it ran.
// Must not know: SQL text, how the catalogue is asked.

/** A name as the catalogue has it: unquoted, and folded where the engine folds it. */
export interface Named {
  /** Undefined: where the server looks for, or puts, a name without a schema. */
  readonly schema: string | undefined
  readonly name: string
}

export type EffectObject =
  /** Tables, views and sequences: where one is, no other of that name can be. */
  | (Named & { readonly kind: 'relation' })
  | (Named & { readonly kind: 'schema' | 'database' | 'type' | 'routine' | 'event' })
  | (Named & {
      readonly kind: 'column' | 'constraint' | 'index' | 'trigger'
      /** Undefined where the statement does not say, and the name alone is enough. */
      readonly table: string | undefined
    })
  /** A label of an enumeration. */
  | (Named & { readonly kind: 'label'; readonly label: string })

export interface Effect {
  readonly change: 'appears' | 'vanishes'
  readonly object: EffectObject
  /** The table that an index is made on, where its name alone tells it apart. */
  readonly on?: Named | undefined
}

/** What is built of indexes whose names the statement does not say. */
export type Building =
  /** Anew, beside what is there all along. `relation`: all indexes of a table. */
  | { readonly change: 'rebuilt'; readonly object: Named & { readonly kind: 'index' | 'relation' } }
  /** The server finds a name for it. */
  | { readonly change: 'unnamed'; readonly on: Named }

/** What the catalogue says. `invalid`: there, and not usable: what an interrupted `CREATE INDEX CONCURRENTLY` leaves. */
export type Presence = 'absent' | 'present' | 'invalid'
