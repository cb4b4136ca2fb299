// Owns: the tables of the line `gateway` as they were first made, with moments as dates.
// Must not know: indexes, what came later.

import type { ScriptWords } from '../../../sql/script.ts'

/** `name`: what it is made as; a table that is rebuilt gets its own only at the end. */
export function datedSessions(words: ScriptWords, name: 'sessions' | 'sessions_new'): string {
  return `CREATE TABLE ${words.table(name)} (
        id ${words.name(64)} NOT NULL PRIMARY KEY,
        name ${words.name(255)},
        user_id ${words.name(255)} NOT NULL,
        agent_id ${words.name(255)},
        created_at ${dated(words)},
        updated_at ${dated(words)}${words.rowNumber}
      )${words.options}`
}

export function datedMessages(words: ScriptWords, name: 'chat_messages' | 'chat_messages_new'): string {
  return `CREATE TABLE ${words.table(name)} (
        id ${words.name(64)} NOT NULL PRIMARY KEY,
        session_id ${words.name(64)} NOT NULL,
        message ${words.text} NOT NULL,
        created_at ${dated(words)},
        sender_type ${words.name(50)},
        sender_name ${words.name(255)}${words.rowNumber},
        ${ofSession(words)}
      )${words.options}`
}

/** Named, so that MySQL can be told to let go of it where the index under it goes. */
export function ofSession(words: ScriptWords): string {
  return `CONSTRAINT ${words.object('fk_chat_messages_session_id')} FOREIGN KEY (session_id) REFERENCES ${words.table('sessions')}(id) ON DELETE CASCADE`
}

/** The application fills it in. */
export function dated({ dialect, instant }: ScriptWords): string {
  return dialect === 'sqlite' ? 'DATETIME' : instant
}
