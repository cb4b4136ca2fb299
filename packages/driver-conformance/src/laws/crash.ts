// Owns: wherever a run dies, the next one arrives, and the database is as if nothing had happened.
// Must not know: how core recovers.

import assert from 'node:assert/strict'
import type { Report } from '@godwit/core'
import type { Bench, Law } from '../law.ts'
import { dump, type Dump } from '../product/dump.ts'
import { everyPoint, type Interruption } from '../product/every-point.ts'
import { expireLease } from '../product/expire-lease.ts'
import { journaledLibrary, library, statementsOf, unseenIn } from '../product/library.ts'
import { applied, arrived, runner, truthful } from '../product/runner.ts'
import { undisturbed } from '../product/undisturbed.ts'

const PATIENCE_MS = 900_000

export const crash: readonly Law[] = [
  ...(['per-migration', 'per-run'] as const).map((commit): Law => ({
    concept: 'crash',
    name: `dying at any point on the way up (commit ${commit}) leaves nothing to do by hand: the next run arrives at the same database`,
    patience: PATIENCE_MS,
    // Where DDL commits by itself, nothing larger than a migration can be one transaction either.
    gate: (facts) => facts.capabilities.ddl === 'transactional' || commit === 'per-migration',
    run: async (bench) => {
      const migrations = library(bench)
      const expected = await undisturbed(bench, migrations, { commit })
      await everyPoint(bench, {
        loses: 'client',
        statements: statementsOf(migrations, 'up'),
        run: (driver) => runner(driver, migrations, { commit }).up(),
        afterwards: async (report: Report, { where }, fresh) => {
          const observer = await fresh.open()
          truthful(report, await applied(observer, fresh.words.tables), where)
          await expireLease(observer, fresh)
          arrived(await runner(fresh.connect(), migrations, { commit }).up(), where)
          assert.deepEqual(await dump(observer, fresh, 'all'), expected, where)
        },
      })
    },
  })),
  {
    concept: 'crash',
    name: 'dying at any point on the way down leaves nothing to do by hand: the next run arrives at the same database',
    patience: PATIENCE_MS,
    run: async (bench) => {
      const migrations = library(bench)
      const expected = await bench.anew(upAndDown)
      await everyPoint(bench, {
        loses: 'client',
        statements: statementsOf(migrations, 'down'),
        prepare: async (driver) => arrived(await runner(driver, migrations).up(), 'up'),
        run: (driver) => runner(driver, migrations).down({ to: 'nothing' }),
        afterwards: async (_, { where }, fresh) => {
          const observer = await fresh.open()
          await expireLease(observer, fresh)
          arrived(await runner(fresh.connect(), migrations).down({ to: 'nothing' }), where)
          assert.deepEqual(await dump(observer, fresh, 'all'), expected, where)
        },
      })
    },
  },
  {
    concept: 'crash',
    name: 'dying at any point between statements that are recorded one by one: the next run goes on there, or names the one statement that it cannot know about',
    patience: PATIENCE_MS,
    run: async (bench) => {
      const migrations = journaledLibrary(bench)
      const unseen = unseenIn(bench)
      const expected = await undisturbed(bench, migrations)
      let asked = 0
      await everyPoint(bench, {
        loses: 'client',
        statements: statementsOf(migrations, 'up'),
        run: (driver) => runner(driver, migrations).up(),
        afterwards: async (report: Report, interruption, fresh) => {
          const { where } = interruption
          const observer = await fresh.open()
          truthful(report, await applied(observer, fresh.words.tables), where)
          await expireLease(observer, fresh)
          const next = runner(fresh.connect(), migrations)
          const second = await next.up()
          if (second.outcome === 'blocked') {
            asked += 1
            const [problem, ...others] = second.problems
            assert.ok(problem.code === 'STATEMENT_UNRESOLVED', `${where}: blocked by ${problem.code}`)
            assert.deepEqual(others, [], `${where}: one statement at most`)
            assert.equal(problem.place.text, unseen, `${where}: what became of this could be looked up`)
            await next.resolve(problem.id, problem.n, tookEffect(problem.place.text, interruption) ? 'took-effect' : 'did-not-happen')
            arrived(await next.up(), where)
          } else arrived(second, where)
          assert.deepEqual(await dump(observer, fresh, 'all'), expected, where)
        },
      })
      // Among a few of the points it may not be.
      if (unseen !== undefined && bench.fresh.points !== 'every fifth')
        assert.ok(asked > 0, 'nobody was asked about the statement that leaves nothing to see')
    },
  },
]

async function upAndDown(fresh: Bench): Promise<Dump> {
  const migrator = runner(fresh.connect(), library(fresh))
  arrived(await migrator.up(), 'up')
  arrived(await migrator.down({ to: 'nothing' }), 'down')
  return dump(await fresh.open(), fresh, 'all')
}

/** What a person would find out by looking: whether the statement reached the database before the run died. */
function tookEffect(text: string, { fault, messages }: Interruption): boolean {
  return messages.some((message, index) => message.text === text && (index < fault.at || fault.when === 'after'))
}
