// Owns: the table that remembers what was appended under which key, beside the table that was appended to.
// Must not know: which table that is.

import { json, type Kind, text } from '../sql/kind.ts'
import { keyText } from '../sql/key-text.ts'
import type { Names } from '../sql/place.ts'
import { type AgentMigration, script } from '../sql/script.ts'
import { type Table, table } from '../sql/table.ts'

export interface Appends<Id> {
  readonly table: Table<{ readonly append_key: Kind<string>; readonly fingerprint: Kind<string>; readonly ids: typeof json }>
  /** Of the session's id. */
  readonly session: Kind<Id>
}

export function appendsTable<Id>(name: string, session: Kind<Id>): Appends<Id> {
  return { table: table(name, { append_key: keyText(191), fingerprint: text, ids: json }), session }
}

/** `session`: how the id of a session is written where tables are made. With a session goes what was remembered of it. */
export function appendsIn(
  names: Names,
  name: string,
  { sessions, session }: { readonly sessions: string; readonly session: 'id' | 'reference' },
): Pick<AgentMigration, 'up' | 'down'> {
  return {
    up: script(names, (words) => [
      `CREATE TABLE ${words.table(name)} (
        session_id ${words[session]} NOT NULL,
        append_key ${words.id} NOT NULL,
        fingerprint ${words.name(64)} NOT NULL,
        ids ${words.jsonNotNull('ids')},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        PRIMARY KEY (session_id, append_key),
        FOREIGN KEY (session_id) REFERENCES ${words.table(sessions)}(id) ON DELETE CASCADE
      )${words.options}`,
    ]),
    down: script(names, (words) => [`DROP TABLE IF EXISTS ${words.table(name)}`]),
  }
}
