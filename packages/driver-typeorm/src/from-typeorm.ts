// Owns: TypeORM's migrations as functions in a transaction of ours.
// Must not know: how the transaction is begun and recorded.

import type { CodeContext, CodeScript, Migration } from '@godwit/core'
import type { QueryRunner } from './data-source.ts'
import { identify, type TypeormSource } from './typeorm-migration.ts'
import { watch } from './watched-runner.ts'

/**
 * Migrations out of classes or instances that were written for TypeORM; `dataSource.migrations` is a list of such. Each
 * runs with the DataSource's own query runner, in the transaction of its receipt, so the driver must be `typeorm()`.
 * What would end that transaction is refused when it comes, and all that comes after a deadlock has ended it. On SQLite foreign keys are suspended, as TypeORM does it, so that a
 * table can be rebuilt, and checked as a whole before the commit. On MySQL and MariaDB every CREATE and ALTER commits by itself: a
 * function that fails after one is left undecided until somebody says what became of it. `readTypeorm` has none of these limits.
 * Throws `TypeError` on a name without a timestamp, and on `transaction = false`.
 */
export function fromTypeorm(sources: Iterable<TypeormSource>): readonly Migration[] {
  return Array.from(sources, (source) => {
    const { migration, ...about } = identify(source)
    if (migration.transaction === false) {
      throw new TypeError(
        `The TypeORM migration '${about.description}' has 'transaction = false'. Use readTypeorm(), which runs it statement by statement.`,
      )
    }
    const common = { ...about, foreignKeys: 'suspended', up: script(about.description, (runner) => migration.up(runner)) } as const
    if (migration.down === undefined) return common
    return { ...common, down: script(about.description, (runner) => migration.down?.(runner)) }
  })
}

function script(name: string, work: (runner: never) => Promise<unknown> | undefined): CodeScript {
  return {
    kind: 'code',
    // A class has no text that can be trusted to be its meaning; TypeORM knows it by this too.
    revision: name,
    async run({ native, dialect, sql }: CodeContext) {
      if (!isRunner(native))
        throw new TypeError(`The migration '${name}' was written for TypeORM, and this driver has no query runner. Use typeorm().`)
      const watched = watch(native, dialect, sql)
      try {
        await work(native as never)
        watched.assertWhole()
      } finally {
        watched.end()
      }
    },
  }
}

function isRunner(native: unknown): native is QueryRunner {
  return typeof native === 'object' && native !== null && 'query' in native && 'release' in native && 'isTransactionActive' in native
}
