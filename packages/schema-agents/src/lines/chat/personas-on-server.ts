// Owns: personas whose databases are schemas of a PostgreSQL database, or databases of a MySQL or MariaDB server.
// Must not know: clients, who migrates.

import type { Driver } from '@godwit/core'
import { type Handle, handle } from '../../sql/handle.ts'
import { migratedPersona, openedPersona } from './opened-persona.ts'
import { personaServerSql } from './persona-server-sql.ts'
import type { MigratePersona, PersonaStore } from './persona-store.ts'
import { removedPersona } from './removed-persona.ts'
import { checkPersonaId, personaName, personaNameToDrop, personaOfName, personasInOrder } from './personas.ts'

export interface PersonaServer {
  /** Where schemas or databases are listed, made and dropped. It stays open. */
  readonly server: Driver
  /**
   * Over that schema, `pg({ url, options: '-c search_path=' + name })`, or database, `mysql({ url, database: name })`, which may not be
   * there yet, and no other. Made for each use, and closed after it.
   */
  readonly driver: (name: string) => Driver
  readonly migrate: MigratePersona
  /**
   * Written before every name, so that several installations have one server: small letters, digits and `_`, no digit first. With
   * another one, other personas are there.
   * @defaultValue none
   */
  readonly prefix?: string
}

const PREFIX = /^([a-z_][a-z0-9_]*)?$/
/** PostgreSQL cuts off what is behind it, and two ids could then share a name. */
const LONGEST_NAME = 63

/** See `personaName` for the names. Throws `RangeError` where `server` is SQLite, and on a prefix that is none. */
export function personasOnServer({ server, driver, migrate, prefix = '' }: PersonaServer): PersonaStore {
  const { list, make, drop } = personaServerSql(server.dialect.family)
  if (!PREFIX.test(prefix)) throw new RangeError(`${JSON.stringify(prefix)} is no prefix: small letters, digits and _, no digit first.`)
  const full = (name: string): string => {
    if (prefix.length + name.length <= LONGEST_NAME) return `${prefix}${name}`
    throw new RangeError(`${prefix}${name} is longer than ${LONGEST_NAME} characters. Nothing was opened.`)
  }
  const names = async (on: Handle): Promise<readonly string[]> => (await on.run(list)).rows.map(({ name }) => String(name))
  const isThere = async (on: Handle, name: string): Promise<boolean> => (await names(on)).includes(name)

  return {
    async list() {
      const own = (await connected(server, 'read', names)).filter((name) => name.startsWith(prefix))
      return personasInOrder(own.flatMap((name) => personaOfName(name.slice(prefix.length)) ?? []))
    },
    async open(persona, purpose) {
      checkPersonaId(persona)
      const name = full(personaName(persona))
      const found = await connected(server, 'read', (on) => isThere(on, name))
      return found ? openedPersona(driver(name), purpose) : null
    },
    async bringUp(persona) {
      const name = full(personaName(persona))
      await connected(server, 'write', async (on) => {
        if (await isThere(on, name)) return
        // IF NOT EXISTS of PostgreSQL collides all the same with whoever makes it at this moment.
        await on.run(make(name)).catch(async (error: unknown) => {
          if (!(await isThere(on, name))) throw error
        })
      })
      return migratedPersona(driver(name), migrate)
    },
    async remove(persona) {
      const name = full(personaNameToDrop(persona))
      return connected(server, 'write', async (on) => {
        if (!(await isThere(on, name))) return false
        // Drivers bound the wait for a lock in a transaction; without one PostgreSQL waits for ever.
        await removedPersona(persona, () => on.transaction((inside) => inside.run(drop(name))))
        return true
      })
    },
  }
}

async function connected<Result>(server: Driver, purpose: 'read' | 'write', work: (on: Handle) => Promise<Result>): Promise<Result> {
  const session = await server.open(purpose)
  try {
    return await work(handle(session, { patienceMs: 0 }))
  } finally {
    await session.close()
  }
}
