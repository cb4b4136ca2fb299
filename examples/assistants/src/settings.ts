// Owns: what the variables mean: which database, how many connections, whose migrations.
// Must not know: where variables come from, drivers.

import { isAbsolute, resolve } from 'node:path'
import { addressOf, type ServerAddress } from './server-address.ts'
import { EXIT, Refusal } from './refusal.ts'
import type { Variable, Variables } from './variables.ts'

export type Place =
  | { readonly engine: 'libsql' | 'better-sqlite3'; readonly file: string }
  | { readonly engine: 'mysql'; readonly address: ServerAddress }
  | { readonly engine: 'postgres'; readonly address: ServerAddress; readonly pool: { readonly min: number; readonly max: number } }

export interface Settings {
  readonly place: Place
  /** A folder of migrations of the operator's own, or none. Absolute. */
  readonly migrations: string | undefined
  /** A server that is not there yet is tried five times, with this many milliseconds in between. */
  readonly pauseMs: number
}

/** Throws `Refusal`, in which no value stands: any may be a password. */
export function settingsOf(variables: Variables, cwd: string): Settings {
  const folder = variables.get('MIGRATIONS_DIR')
  return {
    place: placeOf(variables, cwd),
    migrations: folder === undefined ? undefined : resolve(folder.folder, folder.value),
    pauseMs: numberOf(variables.get('CONNECT_PAUSE_MS'), 2_000),
  }
}

/** `DATABASE_URL`, else `POSTGRES_*`, else `DB_*`, else a file in the working directory. */
function placeOf(variables: Variables, folder: string): Place {
  const url = variables.get('DATABASE_URL')
  if (url !== undefined) return placeOfUrl(url, variables)
  const part = (name: string, older = name): string | undefined => variables.get(`POSTGRES_${name}`, `DB_${older}`)?.value
  const [host, database] = [part('HOST'), part('DB', 'NAME')]
  if (host === undefined && database === undefined) return { engine: 'libsql', file: resolve(folder, 'assistants.db') }
  if (database === undefined) throw new Refusal(EXIT.refused, 'POSTGRES_HOST is there and POSTGRES_DB is not. Nothing was changed.')
  const address = {
    host: host ?? 'localhost',
    port: numberOf(variables.get('POSTGRES_PORT', 'DB_PORT'), 5432),
    user: part('USER') ?? 'postgres',
    password: part('PASSWORD') ?? '',
    database,
    url: undefined,
  }
  return { engine: 'postgres', address, pool: poolOf(variables) }
}

function placeOfUrl({ name, value, folder }: Variable, variables: Variables): Place {
  const [, scheme = '', rest = ''] = /^([a-z]+)(?:\+[a-z0-9_]+)?:(.*)$/is.exec(value.trim()) ?? []
  switch (scheme.toLowerCase()) {
    case 'postgres':
    case 'postgresql':
      return { engine: 'postgres', address: addressOf(name, `postgres:${rest}`, 5432), pool: poolOf(variables) }
    case 'mysql':
    case 'mariadb':
      return { engine: 'mysql', address: addressOf(name, `${scheme.toLowerCase()}:${rest}`, 3306) }
    case 'file':
      return { engine: 'libsql', file: fileOf(rest, folder) }
    case 'sqlite':
      return { engine: 'better-sqlite3', file: fileOf(rest, folder) }
    default:
      throw new Refusal(
        EXIT.refused,
        `${name} begins with none of: postgres:, postgresql:, mysql:, mariadb:, file:, sqlite:. Nothing was changed.`,
      )
  }
}

function fileOf(path: string, folder: string): string {
  const bare = path.replace(/^\/\/(?=\/|[^/])/, '')
  if (bare === '' || bare === ':memory:') throw new Refusal(EXIT.refused, 'DATABASE_URL names no file. Nothing was changed.')
  return isAbsolute(bare) ? bare : resolve(folder, bare)
}

function poolOf(variables: Variables): { readonly min: number; readonly max: number } {
  const [min, max] = [numberOf(variables.get('POSTGRES_POOL_MIN'), 1), numberOf(variables.get('POSTGRES_POOL_MAX'), 10)]
  if (max >= Math.max(min, 1)) return { min, max }
  throw new Refusal(EXIT.refused, `POSTGRES_POOL_MAX is at least 1 and POSTGRES_POOL_MIN, not ${max}. Nothing was changed.`)
}

function numberOf(variable: Variable | undefined, otherwise: number): number {
  if (variable === undefined) return otherwise
  if (/^\d{1,9}$/.test(variable.value.trim())) return Number(variable.value)
  throw new Refusal(EXIT.refused, `${variable.name} is a whole number. Nothing was changed.`)
}
