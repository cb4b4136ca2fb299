// Owns: what the program is told by its environment and its .env, and what holds where they say nothing.
// Must not know: databases.

import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { Refused } from './refused.ts'

export interface Settings {
  readonly url: string
  /** Connections that are kept, and how many more there may be at once. */
  readonly pool: { readonly size: number; readonly overflow: number }
  /** `default`, or the id or the name of a tenant. */
  readonly tenant: string
  /** The key that the default tenant gets when it is made; undefined: a random one. */
  readonly apiKey: string | undefined
  readonly user: string
  readonly sessionFile: string
}

/** The environment goes before `.env` of `folder`, which need not be there. Throws `Refused` on a number that is none. */
export async function readSettings(environment: NodeJS.ProcessEnv, folder: string): Promise<Settings> {
  const file = await readFile(join(folder, '.env'), 'utf8').catch(absent)
  const values: Readonly<Record<string, string | undefined>> = { ...parseEnv(file), ...environment }
  const text = (name: string, otherwise: string): string => given(values[name]) ?? otherwise
  return {
    url: text('DATABASE_URL', 'file:tenant-chat.db'),
    pool: {
      size: wholeNumber('POSTGRES_POOL_SIZE', text('POSTGRES_POOL_SIZE', '20'), 1),
      overflow: wholeNumber('POSTGRES_MAX_OVERFLOW', text('POSTGRES_MAX_OVERFLOW', '10'), 0),
    },
    tenant: text('DEFAULT_TENANT_ID', 'default'),
    apiKey: given(values['DEFAULT_TENANT_API_KEY']),
    user: text('CHAT_USER_ID', 'terminal'),
    sessionFile: text('CHAT_SESSION_FILE', join(homedir(), '.tenant-chat', 'current_session.json')),
  }
}

/** A line `NAME=` says nothing. */
function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}

function wholeNumber(name: string, value: string, least: number): number {
  const number = Number(value)
  if (/^\d{1,6}$/.test(value) && number >= least) return number
  throw new Refused(`${name} is a whole number from ${least}, not ${JSON.stringify(value)}. Nothing was started.`)
}

function absent(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
  throw error
}
