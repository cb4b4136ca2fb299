// Owns: the line `assistants-from-automagik`: the tables of Automagik Agents become those of the line `assistants`, with their rows.
// Must not know: how they are compared before.

import { type Conversion, defineLine, type Line } from '@godwit/core'
import { assistants } from '../lines/assistants/line.ts'
import { goneAfterwards, hangingOn, moment, movedAside, old } from './aside-postgres.ts'
import { automagikForms } from './automagik-tables.ts'
import { statementsOf } from './statements-of.ts'

export const TO = '004_memories'
const TABLES = ['memories', 'messages', 'sessions', 'agents', 'users']

/** A number becomes a UUID that ends in it, so that it can be found again: a drawn one (A-D5) says nothing. A UUID stays. */
const userId = (column: string): string =>
  `CASE WHEN length(${column}::text) = 36 THEN ${column}::text ELSE '00000000-0000-4000-8000-' || lpad(replace(${column}::text, '-', 'f'), 12, '0') END`
/** As the functions of the line write it: trimmed, in small letters, and null where there is none. */
const email = String.raw`NULLIF(lower(regexp_replace(email, '^\s+|\s+$', '', 'g')), '')`
const agentName = `COALESCE(name, 'agent ' || id)`
const times = `${moment('created_at', 'updated_at', 'now()')}, ${moment('updated_at', 'created_at', 'now()')}`

const ROWS = [
  `INSERT INTO users (id, email, phone_number, user_data, created_at, updated_at)
    SELECT ${userId('id')}, ${email}, phone_number, user_data::text, ${times} FROM ${old('users')} ORDER BY created_at, id`,
  // Who asked for those that are active was not given one that did not say so.
  `INSERT INTO agents (id, name, type, model, description, version, config, active, run_id, system_prompt, active_default_prompt_id, created_at, updated_at)
    SELECT id, ${agentName}, COALESCE(type, ''), COALESCE(model, ''), description, version, config::text, COALESCE(active, FALSE), COALESCE(run_id, 0),
      system_prompt, active_default_prompt_id, ${times} FROM ${old('agents')} ORDER BY id`,
  // No number is given again, also not that of an agent which was deleted.
  `SELECT setval(pg_get_serial_sequence('agents', 'id'), 1 + GREATEST(0, (SELECT MAX(id) FROM agents),
      pg_sequence_last_value(pg_get_serial_sequence('${old('agents')}', 'id')::regclass)), FALSE)`,
  `INSERT INTO sessions (id, user_id, agent_id, name, platform, metadata, run_finished_at, created_at, updated_at)
    SELECT id::text, ${userId('user_id')}, agent_id, name, platform, metadata::text, ${moment('run_finished_at')}, ${times}
    FROM ${old('sessions')} ORDER BY created_at, id`,
  `INSERT INTO messages (id, session_id, user_id, agent_id, role, text_content, media_url, mime_type, message_type, raw_payload, tool_calls, tool_outputs,
      context, channel_payload, system_prompt, user_feedback, flagged, created_at, updated_at)
    SELECT id::text, session_id::text, ${userId('user_id')}, agent_id, role, text_content, media_url, mime_type, message_type, raw_payload::text,
      tool_calls::text, tool_outputs::text, context::text, channel_payload::text, system_prompt, user_feedback, flagged, ${times}
    FROM ${old('messages')} ORDER BY created_at, id`,
  `INSERT INTO memories (id, name, description, content, session_id, user_id, agent_id, read_mode, access, metadata, created_at, updated_at)
    SELECT id::text, name, description, content, session_id::text, ${userId('user_id')}, agent_id, read_mode, access, metadata::text, ${times}
    FROM ${old('memories')} ORDER BY created_at, id`,
]

const line: Line = defineLine({
  name: 'assistants-from-automagik',
  dialects: ['postgres'],
  migrations: [
    {
      id: '001',
      description: 'Make the tables of Automagik Agents those of the line assistants',
      up: {
        postgres: [
          'ALTER TABLE agents ADD COLUMN IF NOT EXISTS system_prompt TEXT, ADD COLUMN IF NOT EXISTS active_default_prompt_id INTEGER',
          'ALTER TABLE messages ADD COLUMN IF NOT EXISTS channel_payload JSONB',
          ...movedAside(TABLES),
          ...statementsOf(assistants, TO, 'postgres'),
          ...ROWS,
          ...goneAfterwards(TABLES),
        ],
      },
    },
  ],
})

const twice = (table: string, key: string, why: string): string => `SELECT '${table}', id::text, '${why}'
      FROM (SELECT id, count(*) OVER (PARTITION BY ${key}) AS times, ${key} AS key FROM ${table}) AS k WHERE times > 1 AND key IS NOT NULL`
const lost = (column: string, of: string, why: string): string =>
  `SELECT 'messages', id::text, '${why}' FROM messages AS m WHERE ${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${of} AS o WHERE o.id = m.${column})`

export const automagikConversion: Conversion = {
  dialect: 'postgres',
  to: TO,
  forms: automagikForms,
  unfit: `${hangingOn(TABLES)}
    UNION ALL ${twice('users', email, 'Another user has its email, but for blanks and capital letters.')}
    UNION ALL ${twice('agents', agentName, 'Another agent has its name.')}
    UNION ALL SELECT 'messages', id::text, 'It is of no session.' FROM messages WHERE session_id IS NULL
    UNION ALL ${lost('user_id', 'users', 'Its user is not there.')}
    UNION ALL ${lost('agent_id', 'agents', 'Its agent is not there.')}
    ORDER BY 1, 2, 3`,
  line,
}
