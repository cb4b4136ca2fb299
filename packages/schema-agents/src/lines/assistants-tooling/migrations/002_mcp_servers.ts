// Owns: migration 002 of the line `assistants-tooling`: MCP servers, and which agents may use them.
// Must not know: prompts, queries.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'
import { quoted, SERVER_STATUSES, SERVER_TYPES } from '../words.ts'

/**
 * The triggers of the original, which set `updated_at`, are the functions' business here: MySQL with a binary log lets only an
 * administrator make a trigger, and the clock of a trigger does not grow within a millisecond.
 */
export function mcpServerTables(names: Names): AgentMigration {
  return {
    id: '002_mcp_servers',
    description: 'Create mcp_servers and agent_mcp_servers',
    createdAt: new Date('2026-11-29T12:30:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('mcp_servers')} (
        id ${words.serial},
        name ${words.name(255)} NOT NULL UNIQUE,
        server_type ${words.name(20)} NOT NULL CHECK (server_type IN (${quoted(SERVER_TYPES)})),
        description ${words.text},
        command ${list(words, 'command')},
        env ${words.json('env')},
        http_url ${words.text},
        auto_start ${words.bool} NOT NULL DEFAULT ${words.true},
        max_retries ${words.integer} NOT NULL DEFAULT 3,
        timeout_seconds ${words.integer} NOT NULL DEFAULT 30,
        tags ${list(words, 'tags')},
        priority ${words.integer} NOT NULL DEFAULT 0,
        status ${words.name(20)} NOT NULL DEFAULT 'stopped' CHECK (status IN (${quoted(SERVER_STATUSES)})),
        enabled ${words.bool} NOT NULL DEFAULT ${words.true},
        started_at ${words.instant},
        last_error ${words.text},
        error_count ${words.integer} NOT NULL DEFAULT 0,
        connection_attempts ${words.integer} NOT NULL DEFAULT 0,
        last_ping ${words.instant},
        tools_discovered ${list(words, 'tools_discovered')},
        resources_discovered ${list(words, 'resources_discovered')},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now},
        last_started ${words.instant},
        last_stopped ${words.instant},
        CONSTRAINT ${words.object('chk_stdio_has_command')} CHECK (server_type <> 'stdio' OR command IS NOT NULL),
        CONSTRAINT ${words.object('chk_http_has_url')} CHECK (server_type <> 'http' OR http_url IS NOT NULL)
      )${words.options}`,
      `CREATE INDEX ${words.object('idx_mcp_servers_status')} ON ${words.table('mcp_servers')}(status)`,
      `CREATE TABLE ${words.table('agent_mcp_servers')} (
        id ${words.serial},
        agent_id ${words.reference} NOT NULL,
        mcp_server_id ${words.reference} NOT NULL,
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now},
        CONSTRAINT ${words.object('uq_agent_mcp_servers')} UNIQUE (agent_id, mcp_server_id),
        FOREIGN KEY (agent_id) REFERENCES ${words.table('agents')}(id) ON DELETE CASCADE,
        FOREIGN KEY (mcp_server_id) REFERENCES ${words.table('mcp_servers')}(id) ON DELETE CASCADE
      )${words.options}`,
      `CREATE INDEX ${words.object('idx_agent_mcp_servers_server')} ON ${words.table('agent_mcp_servers')}(mcp_server_id)`,
    ]),
    down: script(names, (words) => [
      ...words.dropIndexIfExists('idx_agent_mcp_servers_server'),
      `DROP TABLE IF EXISTS ${words.table('agent_mcp_servers')}`,
      ...words.dropIndexIfExists('idx_mcp_servers_status'),
      `DROP TABLE IF EXISTS ${words.table('mcp_servers')}`,
    ]),
  }
}

/** A JSON list or null: what is read from it can be gone through. */
function list({ dialect, text }: ScriptWords, column: string): string {
  const type = {
    sqlite: `json_type(${column}) = 'array'`,
    postgres: `json_typeof(${column}::json) = 'array'`,
    mysql: `JSON_TYPE(${column}) = 'ARRAY'`,
  }
  return `${text} CHECK (${column} IS NULL OR ${type[dialect]})`
}
