// Owns: migration 001 of the line `agent-state`: its four tables and their indexes.
// Must not know: queries.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/**
 * `actions` is JSON. The original kept a Python pickle there, so that who could write into the table could run code in the agent.
 * Keys have 128 characters: four of them fit into one index of MySQL.
 */
export function createSessionTables(names: Names): AgentMigration {
  return {
    id: '001',
    description: 'Create sessions, events, app_states and user_states tables',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('sessions')} (
        app_name ${words.name(128)} NOT NULL,
        user_id ${words.name(128)} NOT NULL,
        id ${words.name(128)} NOT NULL,
        state ${words.jsonNotNull('state')},
        create_time ${words.instant} NOT NULL,
        update_time ${words.instant} NOT NULL${words.rowNumber},
        PRIMARY KEY (app_name, user_id, id)
      )${words.options}`,
      `CREATE TABLE ${words.table('events')} (
        id ${words.name(128)} NOT NULL,
        app_name ${words.name(128)} NOT NULL,
        user_id ${words.name(128)} NOT NULL,
        session_id ${words.name(128)} NOT NULL,
        invocation_id ${words.name(256)} NOT NULL,
        author ${words.name(256)} NOT NULL,
        actions ${words.jsonNotNull('actions')},
        long_running_tool_ids_json ${words.json('long_running_tool_ids_json')},
        branch ${words.name(256)},
        timestamp ${words.instant} NOT NULL,
        content ${words.json('content')},
        grounding_metadata ${words.json('grounding_metadata')},
        partial ${words.bool},
        turn_complete ${words.bool},
        error_code ${words.name(256)},
        error_message ${words.text},
        interrupted ${words.bool},
        input_transcription ${words.json('input_transcription')},
        output_transcription ${words.json('output_transcription')}${words.rowNumber},
        PRIMARY KEY (id, app_name, user_id, session_id),
        FOREIGN KEY (app_name, user_id, session_id) REFERENCES ${words.table('sessions')}(app_name, user_id, id) ON DELETE CASCADE
      )${words.options}`,
      ...INDEXES.map(
        ([name, last]) => `CREATE INDEX ${words.object(name)} ON ${words.table('events')}(app_name, user_id, session_id${last(words)})`,
      ),
      `CREATE TABLE ${words.table('app_states')} (
        app_name ${words.name(128)} NOT NULL PRIMARY KEY,
        state ${words.jsonNotNull('state')},
        update_time ${words.instant} NOT NULL
      )${words.options}`,
      `CREATE TABLE ${words.table('user_states')} (
        app_name ${words.name(128)} NOT NULL,
        user_id ${words.name(128)} NOT NULL,
        state ${words.jsonNotNull('state')},
        update_time ${words.instant} NOT NULL,
        PRIMARY KEY (app_name, user_id)
      )${words.options}`,
    ]),
    down: script(names, (words) => [
      `DROP TABLE IF EXISTS ${words.table('user_states')}`,
      `DROP TABLE IF EXISTS ${words.table('app_states')}`,
      ...INDEXES.toReversed().flatMap(([name]) => words.dropIndexIfExists(name)),
      `DROP TABLE IF EXISTS ${words.table('events')}`,
      `DROP TABLE IF EXISTS ${words.table('sessions')}`,
    ]),
  }
}

// The second is what events are read by: the order in which they came. On SQLite every index ends in it.
const INDEXES: readonly (readonly [string, (words: ScriptWords) => string])[] = [
  ['idx_events_app_user_session_ts', () => ', timestamp DESC'],
  ['idx_events_app_user_session_arrival', ({ dialect }) => (dialect === 'sqlite' ? '' : ', seq')],
]
