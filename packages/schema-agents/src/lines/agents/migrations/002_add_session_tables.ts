// Owns: migration 002 of the line `agents`: the tables `sessions` and `session_logs` and their indexes.
// Must not know: queries.

import { growing } from '../../../sql/in-order.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { documented, indexed } from '../documented.ts'

/**
 * The key from `sessions` to `agents` is in the original's document and was missing in its code, which left sessions
 * without an agent. An entry whose parent is deleted stays, without a parent: InnoDB refuses to delete a tree of entries in
 * one statement where it is told nothing about that key, and deletes no chain longer than fifteen with `CASCADE`.
 */
export function addSessionTables(names: Names): AgentMigration {
  return {
    id: '002',
    description: 'Create sessions and session_logs tables with indexes',
    createdAt: new Date('2026-11-20T10:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('sessions')} (
        id ${words.id} PRIMARY KEY,
        name ${words.name(255)},
        main_agent_id ${words.id} NOT NULL,
        sub_agent_ids ${words.text},
        user_goal ${words.text},
        status ${words.name(32)} NOT NULL DEFAULT 'idle',
        external_session_id ${words.id},
        model ${words.name(255)},
        plan_model ${words.name(255)},
        small_model ${words.name(255)},
        built_in_tools ${words.text},
        mcps ${words.text},
        knowledges ${words.text},
        configuration ${words.text},
        accessible_paths ${words.text},
        permission_mode ${words.name(32)} DEFAULT 'readOnly',
        max_steps ${words.integer} DEFAULT 10,
        created_at ${documented(words)},
        updated_at ${documented(words)}${words.rowNumber},
        FOREIGN KEY (main_agent_id) REFERENCES ${words.table('agents')}(id) ON DELETE CASCADE
      )${words.options}`,
      ...OF_SESSIONS.map(
        (column) => `CREATE INDEX ${words.object(`idx_sessions_${column}`)} ON ${words.table('sessions')}(${indexed(words, column)})`,
      ),
      `CREATE TABLE ${words.table('session_logs')} (
        id ${words.serial},
        session_id ${words.id} NOT NULL,
        parent_id ${words.reference},
        role ${words.name(32)} NOT NULL,
        type ${words.name(64)} NOT NULL,
        content ${words.text} NOT NULL,
        metadata ${words.text},
        created_at ${documented(words)},
        updated_at ${documented(words)},
        FOREIGN KEY (session_id) REFERENCES ${words.table('sessions')}(id) ON DELETE CASCADE,
        FOREIGN KEY (parent_id) REFERENCES ${words.table('session_logs')}(id) ON DELETE SET NULL
      )${words.options}`,
      ...OF_LOGS.map((column) => {
        // Read in the order of the ids: see `growing`. The others' indexes end in the key by themselves.
        const columns = words.dialect === 'postgres' && column === 'session_id' ? `session_id, ${growing(words, 'id')}` : column
        return `CREATE INDEX ${words.object(`idx_session_logs_${column}`)} ON ${words.table('session_logs')}(${columns})`
      }),
    ]),
    down: script(names, (words) => [
      ...OF_LOGS.toReversed().flatMap((column) => words.dropIndexIfExists(`idx_session_logs_${column}`)),
      `DROP TABLE IF EXISTS ${words.table('session_logs')}`,
      ...OF_SESSIONS.toReversed().flatMap((column) => words.dropIndexIfExists(`idx_sessions_${column}`)),
      `DROP TABLE IF EXISTS ${words.table('sessions')}`,
    ]),
  }
}

const OF_SESSIONS = ['name', 'status', 'created_at', 'external_session_id', 'main_agent_id', 'model', 'plan_model', 'small_model'] as const
const OF_LOGS = ['session_id', 'parent_id', 'role', 'type', 'created_at', 'updated_at'] as const
