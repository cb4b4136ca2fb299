// Owns: whether a query that failed took the transaction around it along.
// Must not know: migrations, what is done about it.

import type { Dialect, Executor } from '@godwit/core/driver'

/** `error`: as TypeORM throws it. `sql`: in the same transaction. */
export async function lostTransaction(error: unknown, dialect: Dialect, sql: Executor): Promise<'lost' | 'kept'> {
  switch (dialect.family) {
    case 'mysql': {
      const { endsTransaction } = await import('@godwit/driver-mysql')
      return endsTransaction(causeOf(error)) ? 'lost' : 'kept'
    }
    case 'sqlite':
      // `OR ROLLBACK`, and a full disk; the driver looks before it runs anything.
      try {
        await sql.run('SELECT 1')
        return 'kept'
      } catch {
        return 'lost'
      }
    case 'postgres':
      // It takes nothing more until the transaction or a savepoint is rolled back, and does not commit then.
      return 'kept'
    default:
      return dialect.family satisfies never
  }
}

/** What the client threw. */
function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'driverError' in error ? error.driverError : error
}
