// Owns: what a program does with MCP servers as they are configured.
// Must not know: how they run, which agents use them, clients.

import { locked } from '../../sql/conflict.ts'
import { equal, where } from '../../sql/given.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { insertedId, returningId } from '../../sql/inserted-id.ts'
import { bool } from '../../sql/kind.ts'
import { patch } from '../../sql/patch.ts'
import { sql } from '../../sql/query.ts'
import { advanced } from '../../sql/revision.ts'
import { byCodePoint } from '../../sql/sorted.ts'
import { assigned, into, selected, values } from '../../sql/table.ts'
import type { McpServerRow } from './rows.ts'
import { mcpServers } from './tables.ts'
import type { ServerStatus } from './words.ts'

export type McpServer = McpServerRow

type Behaviour = Pick<McpServer, 'description' | 'auto_start' | 'max_retries' | 'timeout_seconds' | 'tags' | 'priority' | 'enabled'>

type Reached =
  | { readonly server_type: 'stdio'; readonly command: readonly string[]; readonly http_url?: null }
  | { readonly server_type: 'http'; readonly http_url: string; readonly command?: null }

/** What is left out: `auto_start` and `enabled` are true, `max_retries` 3, `timeout_seconds` 30, `priority` 0, no tags, no description. */
export type NewMcpServer = Pick<McpServer, 'name'> & Partial<Behaviour> & Reached

/** `server_type` with what it is reached by. */
export type McpServerChanges = Partial<Pick<McpServer, 'name' | 'command' | 'http_url' | 'server_type'> & Behaviour>

export interface McpServerFilter {
  /** @defaultValue true */
  readonly enabled_only?: boolean
  readonly status?: ServerStatus
}

const CHANGES = [
  'name',
  'server_type',
  'description',
  'command',
  'http_url',
  'auto_start',
  'max_retries',
  'timeout_seconds',
  'tags',
  'priority',
  'enabled',
] as const
const GIVEN = [...CHANGES, 'tools_discovered', 'resources_discovered', 'created_at', 'updated_at'] as const

const insert = sql`INSERT INTO ${mcpServers} (${into(mcpServers, ...GIVEN)}) VALUES (${values(mcpServers, ...GIVEN)}) ${returningId}`
const byId = sql`SELECT ${selected(mcpServers)} FROM ${mcpServers} WHERE id = ${values(mcpServers, 'id')}`
const byName = sql`SELECT ${selected(mcpServers)} FROM ${mcpServers} WHERE name = ${values(mcpServers, 'name')}`
const remove = sql`DELETE FROM ${mcpServers} WHERE id = ${values(mcpServers, 'id')}`

/** `stopped`, and without an environment: `setMcpServerEnv`. Rejects with a `DriverError` where another has that name. */
export async function createMcpServer(on: Handle, given: NewMcpServer): Promise<McpServer> {
  const now = new Date()
  const row = {
    name: given.name,
    server_type: given.server_type,
    description: given.description ?? null,
    command: given.command ?? null,
    http_url: given.http_url ?? null,
    auto_start: given.auto_start ?? true,
    max_retries: given.max_retries ?? 3,
    timeout_seconds: given.timeout_seconds ?? 30,
    tags: given.tags ?? [],
    priority: given.priority ?? 0,
    enabled: given.enabled ?? true,
    tools_discovered: [],
    resources_discovered: [],
    created_at: now,
    updated_at: now,
  }
  return on.transaction(async (inside) => {
    const server = await getMcpServer(inside, await insertedId(inside, insert, row))
    if (server === null) throw new Error('The database wrote an MCP server and does not find it.')
    return server
  })
}

/** Null where there is none of that id. */
export async function getMcpServer(on: Handle, id: number): Promise<McpServer | null> {
  return first(on, byId, { id })
}

export async function getMcpServerByName(on: Handle, name: string): Promise<McpServer | null> {
  return first(on, byName, { name })
}

/** The highest priority first, then by name. Without `enabled_only: false` those that are enabled. */
export async function listMcpServers(on: Handle, { enabled_only = true, status }: McpServerFilter = {}): Promise<readonly McpServer[]> {
  bool.encode(enabled_only, 'enabled_only')
  const those = where(equal('enabled', bool, enabled_only ? true : undefined), equal('status', mcpServers.columns.status, status))
  return all(on, sql`SELECT ${selected(mcpServers)} FROM ${mcpServers} ${those} ORDER BY priority DESC, name ${byCodePoint}`, {})
}

/**
 * Changes what is named and leaves the rest. Null where there is none of that id. Rejects with a `DriverError` where another has that
 * name, or where one of `stdio` would be without a command, one of `http` without a URL.
 */
export async function updateMcpServer(on: Handle, id: number, changes: McpServerChanges): Promise<McpServer | null> {
  const names = patch<McpServerChanges>(changes, CHANGES)
  const set = names.length === 0 ? advanced : sql`${assigned(mcpServers, ...names)}, ${advanced}`
  const update = sql`UPDATE ${mcpServers} SET ${set} WHERE id = ${values(mcpServers, 'id')}`
  return on.transaction(async (inside) => {
    await change(inside, update, { ...changes, id, updated_at: new Date() } as Parameters<typeof update.bind>[1])
    return first(inside, sql`${byId} ${locked}`, { id })
  })
}

/** No agent has it then. False where there is none of that id. */
export async function deleteMcpServer(on: Handle, id: number): Promise<boolean> {
  return (await change(on, remove, { id })) > 0
}
