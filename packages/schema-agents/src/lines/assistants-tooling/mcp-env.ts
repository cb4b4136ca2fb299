// Owns: the environment of an MCP server, which holds tokens and passwords: it lies in its column hidden, or not at all.
// Must not know: how it is hidden, clients.

import { type SecretKey, sealed, unsealed } from '../../secrets/envelope.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { json, orNull } from '../../sql/kind.ts'
import { assertNamed } from '../../sql/named.ts'
import { sql } from '../../sql/query.ts'
import { advanced } from '../../sql/revision.ts'
import { computed, slot, values } from '../../sql/table.ts'
import { mcpServers } from './tables.ts'

export type McpServerEnv = { readonly [variable: string]: string }

const read = sql`SELECT ${computed('env', orNull(json), { sqlite: 'env', postgres: 'env', mysql: 'env' })} FROM ${mcpServers}
  WHERE id = ${values(mcpServers, 'id')}`
const write = sql`UPDATE ${mcpServers} SET env = ${slot('env', orNull(json))}, ${advanced} WHERE id = ${values(mcpServers, 'id')}`

/** In place of the one that was; null takes it away. It opens only as this server's. False where there is none of that id. */
export async function setMcpServerEnv(on: Handle, id: number, env: McpServerEnv | null, secretKey: SecretKey): Promise<boolean> {
  const hidden = env === null ? null : await sealed(secretKey, boundTo(id), JSON.stringify(checked(env)))
  return (await change(on, write, { id, env: hidden, updated_at: new Date() })) > 0
}

/** Empty where it has none, null where there is none of that id. Rejects with `SecretRefused` where none of `keys` opens it. */
export async function getMcpServerEnv(on: Handle, id: number, keys: readonly SecretKey[]): Promise<McpServerEnv | null> {
  const found = await first(on, read, { id })
  if (found === null) return null
  return found.env === null ? {} : checked(JSON.parse(await unsealed(keys, boundTo(id), found.env)) as McpServerEnv)
}

function boundTo(id: number): string {
  return `mcp_servers|${id}|env`
}

/** A value is a secret: only its name is told. */
function checked(env: McpServerEnv): McpServerEnv {
  assertNamed(env, 'env')
  const wrong = Object.keys(env).find((variable) => typeof env[variable] !== 'string')
  if (wrong !== undefined) throw new TypeError(`env takes texts, and ${JSON.stringify(wrong)} is none.`)
  return env
}
