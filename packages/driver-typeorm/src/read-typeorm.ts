// Owns: TypeORM's migrations as the statements that they send.
// Must not know: databases.

import type { Migration } from '@godwit/core'
import { identify, type TypeormMigration, type TypeormSource } from './typeorm-migration.ts'

/**
 * Migrations as plain SQL, read out of classes or instances that were written for TypeORM and do nothing but
 * `queryRunner.query('…')`, as generated ones do. Then they are planned, shown, checked and recorded like any other: on
 * MySQL statement by statement, on SQLite with foreign keys suspended as TypeORM does it, and `transaction = false` is
 * `transaction: 'forbidden'`. To find the statements, `up` and `down` are called, twice, with a query runner that only
 * writes down what it is told; whatever else they do, they do then.
 * Rejects with `TypeError` where a migration needs a database to say what it does, or says something else the second time:
 * `fromTypeorm` is for those.
 */
export async function readTypeorm(sources: Iterable<TypeormSource>): Promise<readonly Migration[]> {
  const migrations: Migration[] = []
  for (const source of sources) {
    const { migration, ...about } = identify(source)
    const up = await statements(migration, 'up', about.description)
    const down = await statements(migration, 'down', about.description)
    const way = migration.transaction === false ? { transaction: 'forbidden' as const } : { foreignKeys: 'suspended' as const }
    // An empty `down` is how TypeORM says that there is no way back.
    migrations.push(down.length === 0 ? { ...about, ...way, up } : { ...about, ...way, up, down })
  }
  return migrations
}

async function statements(migration: TypeormMigration, direction: 'up' | 'down', name: string): Promise<readonly string[]> {
  const first = await listen(migration, direction, name)
  const second = await listen(migration, direction, name)
  if (first.length !== second.length || first.some((text, n) => text !== second[n])) {
    throw unreadable(name, direction, 'sends other statements each time it is called')
  }
  return first
}

async function listen(migration: TypeormMigration, direction: 'up' | 'down', name: string): Promise<readonly string[]> {
  const heard: string[] = []
  // Kept beside being thrown: the migration may catch it, and go on without what it asked for.
  let refusal: TypeError | undefined
  const refuse = (why: string): never => {
    refusal ??= unreadable(name, direction, why)
    throw refusal
  }
  const query = async (text: unknown, parameters?: unknown): Promise<unknown> => {
    if (typeof text !== 'string') return refuse('sends something that is no text')
    if (Array.isArray(parameters) ? parameters.length > 0 : parameters !== undefined) return refuse('binds parameters')
    heard.push(text)
    return only({}, () => refuse('uses what a query answers'))
  }
  const runner = only({ query }, (member) => refuse(`uses queryRunner.${member}`))
  await migration[direction]?.(runner as never)
  if (refusal !== undefined) throw refusal
  return heard
}

/** An object that has `members`, and calls `refuse` for any other. */
function only(members: Readonly<Record<string, unknown>>, refuse: (member: string) => never): object {
  return new Proxy(members, {
    // `then` is what `await` asks everything for.
    get: (_, member) =>
      member === 'then'
        ? undefined
        : typeof member === 'string' && Object.hasOwn(members, member)
          ? members[member]
          : refuse(String(member)),
    has: (_, member) => refuse(String(member)),
    ownKeys: () => refuse('its members'),
  })
}

function unreadable(name: string, direction: 'up' | 'down', why: string): TypeError {
  return new TypeError(`The '${direction}' of the TypeORM migration '${name}' cannot be read as statements: it ${why}. Use fromTypeorm().`)
}
