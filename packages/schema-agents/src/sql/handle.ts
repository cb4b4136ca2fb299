// Owns: a connection as the functions of this package use it: typed queries, and transactions that can be passed on.
// Must not know: tables, clients.

import type { Executor, Outcome, Session } from '@godwit/core'
import { insist } from './insist.ts'
import { type Names, type Place, placeOf } from './place.ts'
import type { Query } from './query.ts'

export interface Handle {
  readonly place: Place
  run(text: string, params?: Parameters<Executor['run']>[1]): Promise<Outcome>
  /**
   * Runs `work` in a transaction; inside of one that was begun already, as a part of it. One that the database gave up,
   * because it came into another's way, and of which nothing stayed is run again, so `work` must be repeatable.
   * Rejects with what `work` or the database rejected with, everything undone.
   */
  transaction<Result>(work: (inside: Handle) => Promise<Result>): Promise<Result>
}

export interface HandleOptions extends Names {
  /** How long, in milliseconds, what another's transaction gets in the way of is tried again. @defaultValue 30 000 */
  readonly patienceMs?: number
}

/**
 * A session of any of our drivers, with the names that its line was installed under. Sessions are not shared between
 * transactions that run at once: whoever works side by side opens one each. Where several do so on one SQLite file in one
 * process, the driver's `timeoutMs` should be 0: a client that waits inside of a statement stops those it waits for.
 */
export function handle(session: Session, { patienceMs = 30_000, ...names }: HandleOptions = {}): Handle {
  const place = placeOf(session.dialect.family, names)
  return {
    place,
    run: (text, params) => insist(patienceMs, () => session.run(text, params)),
    transaction: (work) =>
      insist(patienceMs, async () => {
        const transaction = await session.begin()
        try {
          const result = await work(within(transaction, place))
          await transaction.commit()
          return result
        } catch (error) {
          // What went wrong first is what is told; a rollback that fails too has nothing to add.
          await transaction.rollback().catch(() => undefined)
          throw error
        }
      }),
  }
}

/** A transaction that somebody began: whatever is done through it is part of that, and ends with it. */
export function within(executor: Executor, place: Place): Handle {
  const inside: Handle = {
    place,
    run: (text, params) => executor.run(text, params),
    transaction: (work) => work(inside),
  }
  return inside
}

export async function all<Params, Out>({ place, run }: Handle, query: Query<Params, Out>, params: Params): Promise<readonly Out[]> {
  const statement = query.bind(place, params)
  return statement.read((await run(statement.text, statement.params)).rows)
}

/** The first row, or null. */
export async function first<Params, Out>(on: Handle, query: Query<Params, Out>, params: Params): Promise<Out | null> {
  const [row] = await all(on, query, params)
  return row ?? null
}

/** How many rows were inserted, changed or deleted. */
export async function change<Params>({ place, run }: Handle, query: Query<Params, unknown>, params: Params): Promise<number> {
  const statement = query.bind(place, params)
  return (await run(statement.text, statement.params)).affected
}
