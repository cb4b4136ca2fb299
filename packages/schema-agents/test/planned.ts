// Owns: how a line's functions are found to read many rows: through the index that was made for it, in order, and no further than the page.
// Must not know: lines, what the rows are.

import { type Line, migrateLines } from '@godwit/core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Handle, PerDialect } from '../src/index.ts'
import { analyzed, COLD, HOT, leftAlone, numbered, OLD, ROWS } from './many-messages.ts'
import { onEveryEngine } from './on-every-engine.ts'
import { plansOf, sentBy } from './plan-of.ts'

export interface Asked {
  readonly send: (on: Handle, session: number) => Promise<unknown>
  /** By which of its indexes each table is read; one that is not named here is looked up by its key. */
  readonly through: { readonly [table: string]: readonly string[] | PerDialect<readonly string[]> }
  /** Every statement on messages goes on from a number: it must not walk there. */
  readonly from?: 'number' | undefined
  /**
   * Whether rows may be put into order: a few sessions or memories, or all that it answers with. PostgreSQL takes a key of three columns
   * for one row until it has statistics, which is the case a minute after it was filled.
   */
  readonly sorted?: 'always' | 'without statistics'
  /** The index that every statement is read by which asks for words. */
  readonly words?: string
  /** Whether it is, also before PostgreSQL has statistics and takes a key of three columns for one row. @defaultValue 'always' */
  readonly worded?: 'always' | 'with statistics'
  /** How many rows are read at most, for all statements together. Counting reads what is counted. */
  readonly read?: number
}

export interface Filled {
  readonly line: Line
  readonly fill: (on: Handle) => Promise<void>
  readonly tables: readonly string[]
  /** Comes when the rows are there. */
  readonly addOn?: Line
  readonly asked: { readonly [what: string]: Asked }
}

export function plannedAsDeclared({ line, addOn, fill, tables, asked }: Filled): void {
  describe(`the line ${addOn?.name ?? line.name}`, () => {
    onEveryEngine(line, (database) => {
      beforeAll(async () => {
        await numbered(database.handle())
        await leftAlone(database.handle(), tables)
        await fill(database.handle())
        if (addOn !== undefined) await migrateLines(database.driver(), [line, addOn])
      }, ROWS * 2)

      for (const statistics of ['absent', 'present'] as const) {
        describe(`with statistics ${statistics}`, () => {
          beforeAll(async () => {
            if (statistics === 'present') await analyzed(database.handle(), tables)
          }, ROWS * 2)

          for (const [what, { send, through, from, sorted, words, worded = 'always', read }] of Object.entries(asked)) {
            test.each([
              ['hot', HOT],
              ['cold', COLD],
              ['old', OLD],
            ])(`${what} of the %s session`, async (_, session) => {
              const on = database.handle()
              let looked = 0
              let met: 'a page' | 'more' = 'a page'
              for (const sent of await sentBy(on, (recorded) => send(recorded, session))) {
                const plans = await plansOf(on, sent)
                looked += Math.max(...plans.map((plan) => plan.read ?? 0))
                for (const plan of plans) {
                  const told = `${sent.text}\n${plan.words}`
                  if (plan.sorted === 'rows') {
                    met = 'more'
                    expect(statistics === 'present' ? ['always'] : ['always', 'without statistics'], told).toContain(sorted)
                  }
                  // MySQL looks the end of an index up while it plans, and has nothing to tell.
                  if (!/optimized away|No tables used/.test(plan.words)) expect(plan.accesses, told).not.toEqual([])
                  if (/MATCH|to_tsquery/.test(sent.text) && (worded === 'always' || statistics === 'present'))
                    expect(
                      plan.accesses.map(({ index }) => index),
                      told,
                    ).toContain(words)
                  for (const { table, how, index, from: begun } of plan.accesses) {
                    const declared = indexesOf(through[table], on)
                    expect(declared, told).toContain(index)
                    expect(how, told).toBe('search')
                    if (index === declared[0] && index !== 'id') expect(begun, told).toBe(from ?? begun)
                  }
                }
              }
              if (read !== undefined && (met === 'a page' || statistics === 'present')) expect(looked).toBeLessThanOrEqual(read)
            })
          }
        })
      }
    })
  })
}

function indexesOf(through: Asked['through'][string] = ['id'], { place }: Handle): readonly string[] {
  return 'sqlite' in through ? through[place.dialect] : through
}
