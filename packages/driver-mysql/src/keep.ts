// Owns: what a connection that cannot be replaced by another was like before a session wrote on it, and putting that back.
// Must not know: sessions, where the connection came from.

import { isDriverError, type SqlValue } from '@godwit/core/driver'
import { bound } from './bind.ts'
import { madeIn } from './made-in.ts'
import { refusal } from './refusal.ts'
import type { Wire } from './wire.ts'

export interface Keep {
  /** Before a session writes. Rejects with `DriverError` where something of an earlier one is still there, and stays. */
  remember(): Promise<void>
  /** Before texts are sent: what they give a name to is in no list. */
  meet(texts: readonly string[]): Promise<void>
  /** Behind what a session wrote. Where it rejects, it is tried again before the next. */
  restore(): Promise<void>
  /** Where nothing was written since: what its owner makes of it meanwhile is his. */
  forget(): void
}

interface Before {
  readonly database: string
  readonly role: string | undefined
  readonly system: ReadonlyMap<string, string>
  readonly variables: Map<string, SqlValue>
  /** As statements name them. */
  readonly temporary: Set<string>
}

const kept = new WeakMap<object, Before>()

/** Changed by other statements than SET, or by the next one. */
const MOVED =
  /^(?:timestamp|identity|(?:last_)?insert_id|(?:error|warning)_count|rand_seed[12]|in_transaction|last_gtid|gtid_\w+|pseudo_\w+)$/
/** Set for others too, or for nobody. */
const NOT_OF_SESSION: ReadonlySet<string> = new Set(['ER_GLOBAL_VARIABLE', 'ER_INCORRECT_GLOBAL_LOCAL_VAR'])

export function keepOn(wire: Wire): Keep {
  const { connection } = wire
  let remembered: 'not yet' | 'here' = 'not yet'

  async function rowsOf(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const [result] = await wire.ask(text)
    return result?.kind === 'rows' ? result.rows : []
  }

  async function system(): Promise<ReadonlyMap<string, string>> {
    const rows = await rowsOf('SHOW SESSION VARIABLES')
    return new Map(rows.map(({ Variable_name, Value }) => [String(Variable_name), String(Value)]))
  }

  async function place(): Promise<Pick<Before, 'database' | 'role'>> {
    const [row = {}] = await rowsOf('SELECT DATABASE() AS db, CURRENT_ROLE() AS role')
    return { database: String(row['db']), role: typeof row['role'] === 'string' ? row['role'] : undefined }
  }

  async function restore(): Promise<void> {
    const before = kept.get(connection)
    if (before === undefined || wire.state === 'dead') return
    const now = await place()
    if (now.role !== before.role) await wire.ask(`SET ROLE ${roleText(before.role)}`)
    if (before.temporary.size > 0) await wire.ask(`DROP TEMPORARY TABLE IF EXISTS ${[...before.temporary].join(', ')}`)
    if (now.database !== before.database) await wire.ask(`USE ${quoted(before.database)}`)
    for (const [name, value] of await system()) {
      const was = before.system.get(name)
      if (was !== undefined && was !== value && !MOVED.test(name)) await setBack(name, was)
    }
    const { variables } = before
    if (variables.size > 0)
      await wire.ask(bound(`SET ${[...variables.keys()].map((name) => `${name} = ?`).join(', ')}`, [...variables.values()]))
    kept.delete(connection)
  }

  async function setBack(name: string, value: string): Promise<void> {
    try {
      await wire.ask(settingText(name, value))
    } catch (error) {
      if (!isDriverError(error) || !NOT_OF_SESSION.has(error.code ?? '')) throw error
    }
  }

  return {
    restore,
    forget() {
      if (remembered === 'here') kept.delete(connection)
    },
    async remember() {
      await restore().catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        throw refusal(
          'unknown',
          `The connection that was handed in still has settings of a migration, which could not be put back: ${message}. Nothing was changed. Hand in another connection, or a pool.`,
        )
      })
      kept.set(connection, { ...(await place()), system: await system(), variables: new Map(), temporary: new Set() })
      remembered = 'here'
    },
    async meet(texts) {
      const before = kept.get(connection)
      if (before === undefined) return
      const { variables, temporary } = madeIn(texts)
      for (const name of temporary) before.temporary.add(name)
      const unknown = variables.filter((name) => !before.variables.has(name))
      if (unknown.length === 0) return
      const [row = {}] = await rowsOf(`SELECT ${unknown.map((name, index) => `${name} AS v${index}`).join(', ')}`)
      for (const [index, name] of unknown.entries()) before.variables.set(name, (row[`v${index}`] ?? null) as SqlValue)
    },
  }
}

/** MariaDB has one role at a time and gives its name; MySQL several, as a statement names them. */
function roleText(role: string | undefined): string {
  if (role === undefined) return 'NONE'
  return role === 'NONE' || role.includes('`') ? role : quoted(role)
}

function settingText(name: string, value: string): string {
  const set = `SET SESSION ${quoted(name)} =`
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return `${set} ${value}`
  return value === '' && name === 'character_set_results' ? `${set} NULL` : bound(`${set} ?`, [value])
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
