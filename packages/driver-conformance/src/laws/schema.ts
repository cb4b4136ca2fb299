// Owns: the bookkeeping in a schema of its own.
// Must not know: what is in it.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { MigratorOptions } from '@godwit/core'
import type { Bench, Law } from '../law.ts'
import { column } from '../probe.ts'
import { journaledLibrary, library } from '../product/library.ts'
import { arrived, committed, runner } from '../product/runner.ts'

const TABLES = ['history', 'history_lease', 'history_step']

export const schema: readonly Law[] = [
  {
    concept: 'schema',
    name: 'three runners keep their history in a schema that one of them makes; nothing of it is where the migrations make their tables',
    gate: ({ dialect }) => dialect.createSchema !== undefined,
    run: async (bench) => {
      await keptApart(bench, library)
      // What is recorded statement by statement has all three tables at work.
      await bench.anew((fresh) => keptApart(fresh, journaledLibrary))
    },
  },
]

async function keptApart(bench: Bench, made: typeof library): Promise<void> {
  const migrations = made(bench)
  await inSchema(bench, async (options, there) => {
    const reports = await Promise.all([1, 2, 3].map(() => runner(bench.connect(), migrations, options).up()))
    for (const report of reports) arrived(report, 'up')
    const ids = migrations.map(({ id }) => id)
    assert.deepEqual(reports.flatMap(committed).toSorted(), ids)
    assert.deepEqual(await there(), { inside: TABLES, outside: [] })
    // Without the schema there is no history; with it there is, and it is the one that goes down.
    const elsewhere = await runner(bench.connect(), migrations, { table: 'history' }).getMigrationSummary()
    assert.deepEqual(elsewhere.pendingMigrationIds, ids)
    const later = runner(bench.connect(), migrations, options)
    assert.deepEqual((await later.getMigrationSummary()).pendingMigrationIds, [])
    if (migrations.every(({ down }) => down !== undefined)) arrived(await later.down({ to: 'nothing' }), 'down')
    assert.deepEqual(await there(), { inside: TABLES, outside: [] })
  })
}

interface Found {
  readonly inside: readonly string[]
  readonly outside: readonly string[]
}

/** A schema that is not there yet, and is gone afterwards. On MySQL all databases of a server share their names. */
async function inSchema(bench: Bench, work: (options: MigratorOptions, there: () => Promise<Found>) => Promise<void>): Promise<void> {
  const name = `godwit_history_${randomUUID().slice(0, 8)}`
  const { dialect } = bench
  const session = await bench.open()
  const named = async (schema?: string): Promise<readonly string[]> => {
    const found: string[] = []
    for (const table of TABLES) if ((await column(session, dialect.columns(table, schema))).length > 0) found.push(table)
    return found
  }
  try {
    await work({ schema: name, table: 'history' }, async () => ({ inside: await named(name), outside: await named() }))
  } finally {
    await session.run(`DROP SCHEMA ${dialect.identifier(name)}${dialect.family === 'postgres' ? ' CASCADE' : ''}`)
  }
}
