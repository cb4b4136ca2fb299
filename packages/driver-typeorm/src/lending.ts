// Owns: a DataSource that hands out connections like a pool of its client.
// Must not know: sessions, what is sent.

import type { DataSource, QueryRunner } from './data-source.ts'

export interface Lent {
  /** The client's own connection, but that giving it back is TypeORM's to hear of. */
  readonly connection: object
  readonly giveBack: () => void
}

export interface Lending {
  /** Initialises the DataSource if need be. Rejects with what TypeORM, or its client, says. */
  lend(): Promise<Lent>
  /** Of the connection that was lent first: the session's. Others are for cancelling what that one does. */
  readonly runner: QueryRunner | undefined
}

export function lendingOf(dataSource: DataSource, ensure: () => Promise<void>): Lending {
  let first: QueryRunner | undefined
  return {
    get runner() {
      return first
    },
    async lend() {
      await ensure()
      // 'master', because a replica cannot be written.
      const runner = dataSource.createQueryRunner('master')
      first ??= runner
      const connection = (await runner.connect()) as object
      return { connection, giveBack: () => void runner.release() }
    },
  }
}

/**
 * `connection` with some members of our own. Its methods keep their `this`: a client counts on finding its private fields.
 */
export function withMembers<Connection extends object>(connection: Connection, members: Readonly<Record<string, unknown>>): Connection {
  return new Proxy(connection, {
    get(target, name): unknown {
      if (typeof name === 'string' && Object.hasOwn(members, name)) return members[name]
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
